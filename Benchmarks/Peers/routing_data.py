# SPDX-License-Identifier: Apache-2.0
"""Makes the contexts and user lists of the routing suite, the same on every machine.

    routing_data.py FOLDER

`contexts.jsonl` has one context a line in the shape that `rag route simulate` reads; the first takes the worst path: it is on
no list, matches no rule on documents and is hashed. `users-N.json` has the two lists of N users each.
"""

import json
import random
import sys
import uuid
from pathlib import Path

CONTEXTS, LISTS, LISTED = 1_000, (50, 10_000), 10
WORDS = ["annual", "board", "budget", "cloud", "information", "minutes", "north", "platform", "quarterly", "report", "syntax"]
FORM_WORDS = ["form", "invoice", "receipt", "application", "claim", "tax"]
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
}


def user(source):
    return str(uuid.UUID(int=source.getrandbits(128), version=4))


def document(source):
    words = source.sample(WORDS, 3)
    if source.random() < 0.1:
        words[1] = source.choice(FORM_WORDS)
    extension = source.choices(list(TYPES), [5, 3, 1, 1])[0]
    kind = "presentation" if extension == "pptx" else source.choices(["pdf", "text", "form", "invoice"], [8, 8, 1, 1])[0]
    return {
        "name": f"{'-'.join(words)}.{extension}",
        "mediaType": TYPES[extension],
        "byteCount": int(source.lognormvariate(13.5, 1.5)),
        "kind": kind,
    }


def main(folder):
    source = random.Random(20_260_105)
    folder.mkdir(parents=True, exist_ok=True)
    forced, beta = ([user(source) for _ in range(LISTED)] for _ in range(2))
    for size in LISTS:
        lists = {
            "forceLegacy": forced + [user(source) for _ in range(size - LISTED)],
            "beta": beta + [user(source) for _ in range(size - LISTED)],
        }
        (folder / f"users-{size}.json").write_text(json.dumps(lists) + "\n")
    worst = {
        "name": "quarterly-report-of-the-board.docx", "mediaType": TYPES["docx"], "byteCount": 2_000_000, "kind": "text",
    }
    contexts = [{"unit": user(source), "document": worst}]
    while len(contexts) < CONTEXTS:
        drawn = source.random()
        unit = source.choice(forced) if drawn < 0.05 else source.choice(beta) if drawn < 0.1 else user(source)
        contexts.append({"unit": unit, "document": document(source)})
    lines = (json.dumps(context | {"at": "2026-01-05T00:00:00Z"}) + "\n" for context in contexts)
    (folder / "contexts.jsonl").write_text("".join(lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
