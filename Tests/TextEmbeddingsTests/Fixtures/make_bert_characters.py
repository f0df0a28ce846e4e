# SPDX-License-Identifier: Apache-2.0
"""Writes what the reference tokenizer does to every Unicode scalar, as runs.

    make_bert_characters.py ../../../Sources/TextEmbeddings/Tokenization/BertCharacters+Data.swift

Asks the wheel `tokenizers` (tested with 0.23.3), one scalar at a time, so that the tables say what that library does, whatever
version of Unicode each of its parts knows. Hangul syllables are left out: they decompose by arithmetic.
"""

import sys
from importlib.metadata import version

from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

OFF = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
SCALARS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
HANGUL = range(0xAC00, 0xD7A4)


def changes(step):
    """What one step of the normaliser turns each scalar into, where that is another text."""
    normalizer = BertNormalizer(**(OFF | {step: True}))
    results = ((c, normalizer.normalize_str(chr(c))) for c in SCALARS)
    return {c: result for c, result in results if result != chr(c)}


def classes():
    """The scalars at which the pre-tokenizer splits: those it drops, and those that become words of their own."""
    pre_tokenizer = BertPreTokenizer()
    counts = {c: len(pre_tokenizer.pre_tokenize_str(f"a{chr(c)}b")) for c in SCALARS}
    return [c for c in SCALARS if counts[c] == 2], [c for c in SCALARS if counts[c] == 3]


def ranges(scalars):
    """`first-last`, hexadecimal, the last left out where it is the first."""
    runs = []
    for c in sorted(scalars):
        if runs and runs[-1][1] == c - 1:
            runs[-1][1] = c
        else:
            runs.append([c, c])
    return [f"{a:X}" if a == b else f"{a:X}-{b:X}" for a, b in runs]


def mappings(changed):
    """`first[-last[/step]]=target[,target]`, the scalars of a run all becoming one text; or `first-last/step>target`, the
    first becoming the target, each further one what lies as far behind the target as it lies behind the first."""
    entries, left = [], dict(sorted(changed.items()))
    while left:
        first = next(iter(left))
        best = (1, 1, "=")
        for step in (1, 2):
            for sign in "=>":
                count = 1
                while True:
                    c = first + count * step
                    # Runs do not overlap: a step of two skips only what does not change.
                    if c not in left or step == 2 and c - 1 in left or len(left[first]) != 1 and sign == ">":
                        break
                    expected = left[first] if sign == "=" else chr(ord(left[first]) + count * step)
                    if left[c] != expected:
                        break
                    count += 1
                if count > best[0]:
                    best = (count, step, sign)
        count, step, sign = best
        last = first + (count - 1) * step
        span = f"{first:X}" + (f"-{last:X}" if count > 1 else "") + ("/2" if step == 2 else "")
        entries.append(span + sign + ",".join(f"{ord(t):X}" for t in left[first]))
        for index in range(count):
            del left[first + index * step]
    return entries


def literal(name, summary, entries):
    lines, line = [], ""
    for entry in entries:
        if len(line) + len(entry) + 1 > 110:
            lines.append(line)
            line = ""
        line = f"{line} {entry}" if line else entry
    lines.append(line)
    body = "\n".join(f"        {line} \\" for line in lines[:-1]) + f"\n        {lines[-1]}"
    return f'    /// {summary}\n    static let {name} = """\n{body.lstrip(chr(10))}\n        """\n'


def main(output):
    cleaned, accents = changes("clean_text"), changes("strip_accents")
    spaces, punctuation = classes()
    removed = [c for c, text in cleaned.items() if text == ""]
    # What cleaning makes a blank, the pre-tokenizer would drop as one.
    assert all(text in ("", " ") for text in cleaned.values())
    blanks = [c for c, text in cleaned.items() if text == " "]
    assert set(blanks) <= set(spaces)
    marks = [c for c, text in accents.items() if text == ""]
    bases = {c: text for c, text in accents.items() if text and c not in HANGUL}
    assert sum(c in accents for c in HANGUL) == len(HANGUL)
    parts = [
        literal("removed", "What cleaning removes: control characters and the like.", ranges(removed)),
        literal("spaces", "What separates words.", ranges(spaces)),
        literal("punctuation", "What is a word of its own.", ranges(punctuation)),
        literal("ideographs", "What is set apart as if blanks stood around it.",
                ranges(changes("handle_chinese_chars"))),
        literal("marks", "Marks that go when accents are stripped.", ranges(marks)),
        literal("bases", "What is left of a composed scalar when accents are stripped.", mappings(bases)),
        literal("lowercase", "Lower case, scalar by scalar.", mappings(changes("lowercase"))),
    ]
    with open(output, "w") as file:
        file.write("// SPDX-License-Identifier: Apache-2.0\n\n")
        file.write(f"// Written by make_bert_characters.py from tokenizers {version('tokenizers')}; change that instead.\n")
        file.write("/// Every scalar that a BERT tokenizer does something about, as runs of hexadecimal numbers.\n")
        file.write("enum BertCharacterData {\n" + "\n".join(parts) + "}\n")


if __name__ == "__main__":
    main(sys.argv[1])
