# SPDX-License-Identifier: Apache-2.0
"""Measures a peer on the embedding suite.

    embed.py SYSTEM THREADS DATA-FOLDER ROWS.json

From texts to vectors of length 1: the tokenizer's time counts. onnxruntime runs the graph that its own transformer optimiser aims
at, and that graph after its own dynamic quantisation; the texts of a batch have one length, so that nothing is padded.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

from measuring import Rows, timed, use_threads

THREADS = int(sys.argv[2])
use_threads(THREADS)

import numpy as np


def onnxruntime(folder):
    import onnxruntime as library
    from tokenizers import Tokenizer
    tokenizer = Tokenizer.from_file(str(folder / "model/tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    options = library.SessionOptions()
    options.intra_op_num_threads = THREADS
    for variant, graph in (("fused fp32", "fused"), ("dynamic int8", "int8")):
        session = library.InferenceSession(str(folder / f"{graph}.onnx"), options, providers=["CPUExecutionProvider"])

        def embed(texts, session=session):
            tokens = np.array([encoding.ids for encoding in tokenizer.encode_batch(texts)], np.int32)
            return session.run(["vectors"], {"tokens": tokens})[0]

        yield variant, embed


SYSTEMS = {"onnxruntime": onnxruntime}


def operations(config, count, length):
    """Multiplications and additions of the linear layers and of attention."""
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    layer = 2 * length * (4 * hidden * hidden + 2 * hidden * inner) + 4 * length * length * hidden
    return count * layer * config["num_hidden_layers"]


def main(name, folder, output):
    rows = Rows(name, version(name))
    config = json.loads((folder / "model/config.json").read_text())
    works = json.loads((folder / "works.json").read_text())
    for variant, embed in SYSTEMS[name](folder):
        for work in works:
            count, length = len(work["texts"]), work["length"]
            label = f'{work["name"]}/{THREADS}-thread'
            processor, wall, vectors = timed(lambda: embed(work["texts"]), most=200)
            expected = np.load(folder / f"{length}.vectors.npy")[:count]
            rows.add(label, "wall_time", "ms/batch", [s * 1e3 for s in wall], variant)
            if THREADS == 1:
                rows.add(label, "cpu_time", "ms/batch", [s * 1e3 for s in processor], variant)
            fair = processor if THREADS == 1 else wall
            rows.add(label, "rate", "Gop/s", [operations(config, count, length) / s / 1e9 for s in fair], variant)
            rows.add(label, "least_cosine", "share", [float((vectors * expected).sum(1).min())], variant)
    rows.write(output)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[3]), sys.argv[4])
