# SPDX-License-Identifier: Apache-2.0
"""Makes the data of the MaxSim suite: random rows of unit length, and the token vectors of a real collection.

    maxsim_data.py FOLDER [CRANFIELD-FOLDER]

Each work becomes WORK.queries.npy and WORK.documents.npy (rows x dimension, in single precision),
WORK.query-offsets.npy and WORK.offsets.npy (where each query's or document's rows begin, and the number of all rows) and
WORK.scores.npy (queries x documents, the exact scores, computed in double precision and stored in single). The folder
of the collection holds its vectors as multi.*.npy; where there is none, the work `cranfield` is left out.
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


def offsets_of(lengths):
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def exact_scores(queries, query_offsets, documents, offsets):
    stacked = queries.astype(np.float64).T
    scores = np.empty((len(query_offsets) - 1, len(offsets) - 1), np.float32)
    for i, (a, b) in enumerate(zip(offsets, offsets[1:])):
        best = (documents[a:b].astype(np.float64) @ stacked).max(axis=0)
        scores[:, i] = np.add.reduceat(best, query_offsets[:-1])
    return scores


def random_work(rng, query_count, document_count, lengths, dimension):
    queries = unit_rows(rng, query_count * QUERY_ROWS, dimension)
    offsets = offsets_of(rng.integers(lengths[0], lengths[1] + 1, document_count))
    return queries, offsets_of([QUERY_ROWS] * query_count), unit_rows(rng, int(offsets[-1]), dimension), offsets


def real_work(folder):
    """The rows of a collection in eight bits and a scale each, as single precision."""
    def part(name):
        return np.load(folder / f"multi.{name}.npy")

    documents = part("documents.i8").astype(np.float32) * part("documents.scale.f16").astype(np.float32)[:, None]
    queries = part("queries.f16").astype(np.float32)
    return queries, part("queries.offsets.i32").astype(np.int64), documents, part("documents.offsets.i32").astype(np.int64)


def save(folder, work, queries, query_offsets, documents, offsets):
    parts = {
        "queries": queries, "query-offsets": query_offsets, "documents": documents, "offsets": offsets,
        "scores": exact_scores(queries, query_offsets, documents, offsets),
    }
    for part, values in parts.items():
        np.save(folder / f"{work}.{part}.npy", values)
    print(work, len(query_offsets) - 1, "queries", len(offsets) - 1, "documents", offsets[-1], "rows of",
          documents.shape[1], flush=True)


def main(folder, collection):
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (work, shape) in enumerate(WORKS.items(), start=7):
        save(folder, work, *random_work(np.random.default_rng(seed), *shape))
    if collection and collection.is_dir():
        save(folder, "cranfield", *real_work(collection))
    else:
        print("cranfield is left out: there is no folder", collection, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
