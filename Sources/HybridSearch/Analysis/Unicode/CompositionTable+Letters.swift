// SPDX-License-Identifier: Apache-2.0
// Written by Scripts/make_folding_tables.py from Unicode 14.0.0.

extension CompositionTable {
    /// How marks join letters in lower case: each entry is a mark, an equals sign and pairs, without and with it.
    static let letters = """
        \u{300}=aàeèiìoòuùüǜnǹеѐиѝēḕōṑwẁâầăằêềôồơờưừyỳἀἂἁἃἐἒἑἓἠἢἡἣἰἲἱἳὀὂὁὃὐὒὑὓὠὢὡὣαὰεὲηὴιὶοὸυὺωὼ᾿῍ϊῒ \u{300}=῾῝ϋῢ¨῭ \
        \u{301}=aáeéiíoóuúyýcćlĺnńrŕsśzźüǘgǵåǻæǽøǿ¨΅ϊΐαάεέηήιίϋΰοόυύωώϒϓгѓкќçḉēḗïḯkḱmḿõṍōṓpṕũṹwẃâấăắ \
        \u{301}=êếôốơớưứἀἄἁἅἐἔἑἕἠἤἡἥἰἴἱἵὀὄὁὅὐὔὑὕὠὤὡὥ᾿῎῾῞ \u{302}=aâeêiîoôuûcĉgĝhĥjĵsŝwŵyŷzẑạậẹệọộ \
        \u{303}=aãnñoõiĩuũvṽâẫăẵeẽêễôỗơỡưữyỹ \u{304}=aāeēiīoōuūüǖäǟȧǡæǣǫǭöȫõȭȯȱyȳиӣуӯgḡḷḹṛṝαᾱιῑυῡ \
        \u{306}=aăeĕgğiĭoŏuŭийуўжӂаӑеӗȩḝạặαᾰιῐυῠ \u{307}=cċeėgġzżaȧoȯbḃdḋfḟhḣmṁnṅpṗrṙsṡśṥšṧṣṩtṫwẇxẋyẏſẛ \
        \u{308}=aäeëiïoöuüyÿιϊυϋϒϔеёіїаӓәӛжӝзӟиӥоӧөӫэӭуӱчӵыӹhḧõṏūṻwẅxẍtẗ \u{309}=aảâẩăẳeẻêểiỉoỏôổơởuủưửyỷ \
        \u{30A}=aåuůwẘyẙ \u{30B}=oőuűуӳ \u{30C}=cčdďeělľnňrřsštťzžaǎiǐoǒuǔüǚgǧkǩʒǯjǰhȟ \u{30F}=aȁeȅiȉoȍrȑuȕѵѷ \
        \u{311}=aȃeȇiȋoȏrȓuȗ \u{313}=αἀεἐηἠιἰοὀυὐωὠρῤ \u{314}=αἁεἑηἡιἱοὁυὑωὡρῥ \u{31B}=oơuư \
        \u{323}=bḅdḍhḥkḳlḷmṃnṇrṛsṣtṭvṿwẉzẓaạeẹiịoọơợuụưựyỵ \u{324}=uṳ \u{325}=aḁ \u{326}=sștț \
        \u{327}=cçgģkķlļnņrŗsştţeȩdḑhḩ \u{328}=aąeęiįuųoǫ \u{32D}=dḓeḙlḽnṋtṱuṷ \u{32E}=hḫ \u{330}=eḛiḭuṵ \
        \u{331}=bḇdḏkḵlḻnṉrṟtṯzẕhẖ \u{342}=ἀἆἁἇἠἦἡἧἰἶἱἷὐὖὑὗὠὦὡὧαᾶ¨῁ηῆ᾿῏ιῖϊῗ῾῟υῦϋῧωῶ \
        \u{345}=ἀᾀἁᾁἂᾂἃᾃἄᾄἅᾅἆᾆἇᾇἠᾐἡᾑἢᾒἣᾓἤᾔἥᾕἦᾖἧᾗὠᾠὡᾡὢᾢὣᾣὤᾤὥᾥὦᾦὧᾧὰᾲαᾳάᾴᾶᾷὴῂηῃήῄῆῇὼῲωῳώῴῶῷ \u{653}=\u{627}\u{622} \
        \u{654}=\u{627}\u{623}\u{648}\u{624}\u{64A}\u{626} \u{655}=\u{627}\u{625}
        """
}
