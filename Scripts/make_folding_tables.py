# SPDX-License-Identifier: Apache-2.0
"""Writes the tables of Sources/HybridSearch/Analysis/Unicode that say how letters fold and how marks join them.

Run it without arguments: python3 Scripts/make_folding_tables.py
The tables hold what the decompositions of Unicode (NFKD) say of scripts whose marks a search ignores; what follows from a
scalar's own properties, as lower case and the value of a digit, is left to the program.
"""
import pathlib
import unicodedata

FOLDER = pathlib.Path(__file__).parent.parent / "Sources/HybridSearch/Analysis/Unicode"

# Blocks whose letters are folded: Latin to Arabic, their extensions, letter-like and enclosed symbols, Kangxi radicals,
# compatibility ideographs, presentation forms, half and full width.
BLOCKS = [
    (0x80, 0x6FF), (0x958, 0x95F), (0x9DC, 0x9DF), (0xA33, 0xA5E), (0x1D2C, 0x1DBF), (0x1E00, 0x1FFF), (0x2070, 0x209C),
    (0x2100, 0x2189), (0x24B6, 0x24E9), (0x2C60, 0x2C7F), (0x2F00, 0x2FD5), (0xF900, 0xFAD9), (0xFB00, 0xFBFF),
    (0xFE70, 0xFEFC), (0xFF10, 0xFFDC),
]

# Letters that readers take for others although Unicode does not decompose them.
EXTRA = {
    "ø": "o", "ǿ": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "ǽ": "ae", "ǣ": "ae", "œ": "oe",
    "þ": "th", "ı": "i", "ŋ": "n", "ƒ": "f", "ɨ": "i", "ʼ": "'",
}

# Scripts of which marks are joined with their letters where marks count.
COMPOSED = [(0xC0, 0x17F), (0x1A0, 0x1B0), (0x1CD, 0x233), (0x370, 0x3FF), (0x400, 0x4FF), (0x622, 0x626), (0x1E00, 0x1FFF)]


def is_dropped(mark: str) -> bool:
    """Whether a mark is dropped; CharacterFolding has the same ranges."""
    value = ord(mark)
    return any(low <= value <= high for low, high in [
        (0x300, 0x36F), (0x483, 0x487), (0x591, 0x5BD), (0x5BF, 0x5BF), (0x5C1, 0x5C2), (0x5C4, 0x5C5), (0x5C7, 0x5C7),
        (0x610, 0x61A), (0x640, 0x640), (0x64B, 0x65F), (0x670, 0x670), (0x6D6, 0x6DC), (0x6DF, 0x6E4), (0x6E7, 0x6E8),
        (0x6EA, 0x6ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F)])


def without_marks(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKD", text) if not is_dropped(character))


def folded(letter: str) -> str:
    # Marks go first: the iota below a Greek letter would become a letter of its own by case folding.
    text = without_marks(without_marks(letter).casefold()).casefold()
    return unicodedata.normalize("NFC", "".join(EXTRA.get(character, character) for character in text))


def is_wordlike(text: str) -> bool:
    return all(unicodedata.category(character)[0] in "LMN" or character == "'" for character in text)


def escaped(text: str) -> str:
    """Letters as they are, except marks and those that are written from right to left; what is escaped stays."""
    if text.startswith("\\u"):
        return text
    return "".join(
        f"\\u{{{ord(character):X}}}"
        if unicodedata.category(character)[0] in "MC" or unicodedata.bidirectional(character) in ("R", "AL") else character
        for character in text)


def split(entry: tuple[str, list[str]]) -> list[str]:
    """An entry as text, or several of the same head where it is too long for a line."""
    head, tails = entry
    parts = [escaped(head) + "="]
    for tail in tails:
        if len(parts[-1]) > 90:
            parts.append(escaped(head) + "=")
        parts[-1] += escaped(tail)
    return parts


def write(name: str, summary: list[str], member: str, entries: list[tuple[str, list[str]]], type_name: str) -> None:
    lines, line = [], ""
    for entry in (part for entry in entries for part in split(entry)):
        if len(line) + len(entry) > 106:
            lines.append(line)
            line = ""
        line += (" " if line else "") + entry
    lines.append(line)
    text = " \\\n".join(f"        {line}" for line in lines)
    documentation = "\n".join(f"    /// {line}".rstrip() for line in summary)
    (FOLDER / name).write_text(
        "// SPDX-License-Identifier: Apache-2.0\n"
        f"// Written by Scripts/make_folding_tables.py from Unicode {unicodedata.unidata_version}.\n\n"
        f"extension {type_name} {{\n{documentation}\n    static let {member} = \"\"\"\n{text}\n        \"\"\"\n}}\n",
        encoding="utf-8")


folds: dict[str, list[str]] = {}
for low, high in BLOCKS:
    for value in range(low, high + 1):
        letter = chr(value)
        if unicodedata.category(letter) == "Nd" or unicodedata.category(letter)[0] not in "LNS" or is_dropped(letter):
            continue
        fold = folded(letter)
        if fold not in (letter, letter.lower()) and is_wordlike(fold):
            folds.setdefault(fold, []).append(letter)
write(
    "FoldingTable+Letters.swift",
    ["What letters fold to: each entry is a folded form, an equals sign and the letters that fold to it."], "letters",
    list(folds.items()), "FoldingTable")

# The long s loses its length, and so does the one with a dot.
singletons: dict[str, list[str]] = {"ṡ": ["\u1E9B"]}
for value in range(0x1F00, 0x2200):
    lower = chr(value).lower()
    if unicodedata.category(chr(value))[0] == "L" and unicodedata.normalize("NFC", lower) != lower:
        singletons.setdefault(unicodedata.normalize("NFC", lower), []).append(chr(value))
write(
    "FoldingTable+Singletons.swift",
    ["Letters that are others by canonical equivalence, in the form of ``letters``; their marks stay."], "singletons",
    [(letter, [f"\\u{{{ord(other):X}}}" for other in others]) for letter, others in singletons.items()], "FoldingTable")

compositions: dict[str, list[str]] = {}
for low, high in COMPOSED:
    for value in range(low, high + 1):
        letter = chr(value)
        parts = unicodedata.decomposition(letter).split()
        if letter != letter.lower() or len(parts) != 2 or parts[0].startswith("<"):
            continue
        base, mark = (chr(int(part, 16)) for part in parts)
        if unicodedata.normalize("NFC", base + mark) == letter and unicodedata.category(mark) == "Mn":
            compositions.setdefault(mark, []).append(base + letter)
write(
    "CompositionTable+Letters.swift",
    ["How marks join letters in lower case: each entry is a mark, an equals sign and pairs, without and with it."],
    "letters", sorted(compositions.items()), "CompositionTable")
