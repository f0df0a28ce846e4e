# SPDX-License-Identifier: Apache-2.0
"""Writes english-stems.tsv: words and their stems, as PyStemmer 3.1.0 (Snowball 3.1.0) stems English.

Run it with that package installed: python3 make_english_stems.py
"""
import itertools
import pathlib

import Stemmer

assert Stemmer.version() == "3.1.0", Stemmer.version()

# Every suffix that a step names, on roots whose regions start at different places.
SUFFIXES = """' 's 's' sses ied ies s us ss eed eedly ed edly ing ingly y tional enci anci abli entli izer ization ational
ation ator alism aliti alli fulness ousli ousness iveness iviti biliti bli ogist ogi logi fulli lessli li ly ally ably
fully lessly ously alize icate iciti ical ful ness ative al ance ence er ic able ible ant ement ment ent ism ate iti ity
ous ive ize ion sion tion e el ll le ying yed ier iest ogists ologies istically ization's""".split()
ROOTS = """h at el act fly hop hope note plan agree relat condit electr gener commun arsen past univers later emerg organ
inter adjust vietnam sens tax play yield""".split()

# Beginnings of the first region that are exceptions, and neighbours that are none.
BEGINNINGS = "gener commun arsen past univers later emerg organ inter gene comm arse pas unive late emer orga inte".split()
CONTINUATIONS = """a al ally ate ated ates ation ative e ed er es ic ical ics ing ion ional ism ist ity ization ize ized ly
n nal ns ous s se sity sal t tic y""".split()

# Words that are exceptions whole, those made of them, and those that look like them.
EXCEPTIONS = """skis skies sky skys idly gently ugly early only singly news newses howe howes atlas atlases cosmos bias
biases biased andes ski skied skiing proceed proceeds proceeded proceeding exceed exceeds exceeding succeed succeeds
succeeding proceedly exceedly misproceed unexceed inning innings outing outings canning cannings herring herrings earring
earrings evening evenings event even evened evens winning routing scanning yearning sherring
dying lying tying vying hying pying eying aying untying relying underlying dyings yying ying flying studying
add added adding adds egg egged egging off offed offing odd odds ebb ebbed ebbing err erred erring inn inned
paste pasted pastes pasting pastry pastor past pastes toothpaste toothpasted repast impasto pastime
feed feeds freed bleed agreed agreedly weed weeds indeed steed seed seeds exceedingly""".split()

# A y that is a consonant, a vowel, or both in turn.
Y_WORDS = """y yy yyy yyyy ayy ayyy ayyyy yay yays say says saying sayer sayyid by cry cries cried crying dry dryly enjoy
enjoyed enjoying enjoys boy boyish boyly youth yyouth syzygy syzygies rhythm rhythms yield yielding eye eyes eyed eyeing
dye dyeing dyed key keyed keying buy buys buying obey obeyed gypsy gypsies toy toying toyed daily gay gaily shy shyly
cyclyy yes yesy yed ying ayed aying Yes saY yeYed""".split()

# Apostrophes of both kinds, at every place.
APOSTROPHES = """' '' ''' 's 's' ''s ''s' s' s's 'tis 'twas 'cause' dog's dogs' dog's' dogs's o'clock o'neill's 'em 'em' don't
can't it's its' boss's boss' james' james's 'a 'ab 'abc 'sky sky' sky's 'skies' news' 'yes' 'ying 'ied y's ’tis dog’s
dogs’ ’s’""".split()

# Characters of two, three and four bytes, which are consonants, beside the letters that the steps look at.
OUTSIDE_ASCII = """é éé ééé aé aéed aéing éed éing éying éyed ééying éy éys aéy ééy oéy éies aéies éaies éied ées aéés café
cafés caféing cafés' naïve naïvely naïveté naïveness résumé résumés résuméd résuming façade façades œuvre œuvres ﬁ ﬁn ﬁnal
ﬁnally ﬁnding ﬁxed aﬁed baéd baéing boéed baé baée baﬁe λόγος λόγοι λόγοςs αβγing αβγed λing 検索 検索s 検索ing 検索ational
日本 日本y 日ies 日日ies 𝛼s 𝛼as 𝛼ing 𝛼aing 𝛼y 𝛼𝛼y 𝛼ying 𝛼ying's ünited ünits einführung größe größen straße
straßen generé généralisation interé interés organé ǆing ĳs""".split()

# Numbers, underscores and the shortest words.
OTHERS = """a b i s e l as is us ss ed ies ied eed ing ied's li ll lly 1 12 123 1st 2nd 3rd 4ths 10s 1980s 2ing a1ing
3ed 7ies x86 x86s mp3s b2b_ing snake_case snake_cases __ing _ing ing_ a_ed h2o co2s 4y a4y 44y
connect connected connecting connection connections consign consigned consignment consolation consolatory consolidate
knack knackeries knaves knead kneaded kneel kneels knights abbreviations internationalization
antidisestablishmentarianism biologist biologists biology geologist apologist apologists psychologist archaeologist
ogist ogists logist bogist pogists tragic tragically luxuriate luxuriated luxuriating filing filling filled fails falling
hissing fizzed fizzing hoped hopped sized sizing troubled conflated controlling rolled fellow parallel skill
kiwis gas gases this bus buses viruses caress caresses ties cries gaps kisses ponies tie dies lies glass glasses
rate probate cease controll roll cave caved snowed boxed bowed bow box bead embed beds shred trap entrap overlay uproot
bestow disturb beautiful beauty beau animadversion sprinkled eucharist matting mating meeting milling messing meetings
probation relational rational valenci hesitanci digitizer conformabli radicalli differentli vileli analogousli
vietnamization predication operator feudalism decisiveness hopefulness callousness formaliti sensitiviti sensibiliti
triplicate formative formalize electriciti electrical hopeful goodness revival allowance inference airliner gyroscopic
adjustable defensible irritant replacement adjustment dependent adoption homologou communism activate angulariti
homologous effective bowdlerize xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxizing""".split()

words = dict.fromkeys(
    itertools.chain(
        (root + suffix for root in ROOTS for suffix in SUFFIXES),
        (beginning + ending for beginning in BEGINNINGS for ending in CONTINUATIONS),
        SUFFIXES, BEGINNINGS, EXCEPTIONS, Y_WORDS, APOSTROPHES, OUTSIDE_ASCII, OTHERS,
    )
)
stem = Stemmer.Stemmer("english", 0).stemWord
path = pathlib.Path(__file__).with_name("english-stems.tsv")
path.write_text("".join(f"{word}\t{stem(word)}\n" for word in words), encoding="utf-8")
