# SPDX-License-Identifier: Apache-2.0
"""Makes the data of the MaxSim suite: random rows of unit length in single precision.

    maxsim_data.py FOLDER

Each work becomes WORK.queries.npy (queries x 32 x dimension), WORK.documents.npy (rows x dimension), WORK.offsets.npy
(where each document's rows begin, and the number of all rows) and WORK.scores.npy (queries x documents, the exact scores,
computed in double precision and stored in single).
"""

import sys
from pathlib import Path

import numpy as np

QUERY_ROWS = 32
# Queries, documents, rows of a document (least, greatest), dimension.
WORKS = {
    "W1": (1, 1000, (1024, 1024), 128),
    "W2": (1, 1000, (16, 512), 128),
    "W3": (1, 100, (300, 300), 128),
    "W4": (64, 1000, (300, 300), 128),
    "W5": (1, 100, (300, 300), 768),
}


def unit_rows(rng, rows, dimension):
    values = rng.standard_normal((rows, dimension), dtype=np.float32)
    return values / np.linalg.norm(values, axis=1, keepdims=True)


def exact_scores(queries, documents, offsets):
    dimension = queries.shape[-1]
    stacked = queries.reshape(-1, dimension).astype(np.float64).T
    scores = np.empty((len(queries), len(offsets) - 1), np.float32)
    for i, (a, b) in enumerate(zip(offsets, offsets[1:])):
        best = (documents[a:b].astype(np.float64) @ stacked).max(axis=0)
        scores[:, i] = best.reshape(len(queries), -1).sum(axis=1)
    return scores


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (work, (query_count, document_count, lengths, dimension)) in enumerate(WORKS.items(), start=7):
        rng = np.random.default_rng(seed)
        queries = unit_rows(rng, query_count * QUERY_ROWS, dimension).reshape(query_count, QUERY_ROWS, dimension)
        rows = rng.integers(lengths[0], lengths[1] + 1, document_count)
        offsets = np.concatenate([[0], np.cumsum(rows)]).astype(np.int64)
        documents = unit_rows(rng, int(offsets[-1]), dimension)
        parts = {
            "queries": queries, "documents": documents, "offsets": offsets,
            "scores": exact_scores(queries, documents, offsets),
        }
        for part, values in parts.items():
            np.save(folder / f"{work}.{part}.npy", values)
        print(work, query_count, "queries", document_count, "documents", offsets[-1], "rows of", dimension, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
