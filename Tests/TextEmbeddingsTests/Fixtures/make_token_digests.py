# SPDX-License-Identifier: Apache-2.0
"""Writes what the reference tokenizer makes of 100,000 lines of package descriptions, as a digest a line.

    make_token_digests.py PACKAGES.jsonl TOKENIZER.json FOLDER

PACKAGES.jsonl is what .ci/debian-packages prints; titles and texts alternate. Writes FOLDER/lines.jsonl and FOLDER/digests.txt:
FNV-1a over the tokens, and over the bytes at which each begins and ends, as little-endian words of 32 bits. Which packages there
are depends on the machine, so that neither file is kept; the test reads the folder that RAG_TOKENIZER_REFERENCE names.
"""

import itertools
import json
import struct
import sys
from pathlib import Path

from tokenizers import Tokenizer

COUNT = 100_000


def digest(words):
    value = 0xCBF29CE484222325
    for byte in struct.pack(f"<{len(words)}I", *words):
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def main(packages, description, folder):
    tokenizer = Tokenizer.from_file(description)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    folder.mkdir(parents=True, exist_ok=True)
    records = (json.loads(line) for line in open(packages))
    lines = list(itertools.islice((text for record in records for text in (record["title"], record["text"])), COUNT))
    with open(folder / "lines.jsonl", "w") as texts, open(folder / "digests.txt", "w") as digests:
        for line in lines:
            encoding = tokenizer.encode(line)
            starts = list(itertools.accumulate((len(c.encode()) for c in line), initial=0))
            words = encoding.ids + [starts[place] for span in encoding.offsets[1:-1] for place in span]
            texts.write(json.dumps(line) + "\n")
            digests.write(f"{digest(words):016x}\n")
    print(len(lines), "lines")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
