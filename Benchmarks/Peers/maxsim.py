# SPDX-License-Identifier: Apache-2.0
"""Measures a peer on the MaxSim suite.

    maxsim.py SYSTEM THREADS DATA-FOLDER ROWS.json [WORK...]

Every system is used as its documentation recommends for speed, in all the ways that suit the work; what it can prepare once
for all queries (converting, padding, packing documents) is not timed, what it does for each query is. Times are those of
one query: with many queries, of all of them divided by their number. They are measured briefly, because what counts is the
median of several rounds.
"""

import sys
from importlib.metadata import version
from pathlib import Path

from measuring import Rows, timed, use_threads

THREADS = int(sys.argv[2])
use_threads(THREADS)

import numpy as np


class Work:
    """The data of one work, and views of it in the forms that libraries ask for."""

    def __init__(self, folder, name):
        self.name = name
        self.flat_queries, self.query_offsets, self.flat, self.offsets, self.expected = (
            np.load(folder / f"{name}.{part}.npy")
            for part in ("queries", "query-offsets", "documents", "offsets", "scores"))
        self.queries = [self.flat_queries[a:b] for a, b in zip(self.query_offsets, self.query_offsets[1:])]
        self.lengths = np.diff(self.offsets)
        self.documents = [self.flat[a:b] for a, b in zip(self.offsets, self.offsets[1:])]
        is_uniform = self.lengths.min() == self.lengths.max()
        self.uniform = self.flat.reshape(len(self.lengths), -1, self.flat.shape[1]) if is_uniform else None
        self.operations = 2 * len(self.flat_queries) * self.flat.size

    def top10_overlap(self, scores):
        scores = np.asarray(scores, np.float64).reshape(self.expected.shape)
        best = [set(np.argsort(-row, kind="stable")[:10]) for row in self.expected]
        found = [set(np.argsort(-row, kind="stable")[:10]) for row in scores]
        return float(np.mean([len(a & b) / 10 for a, b in zip(best, found)]))


def maxsim_cpu(work):
    import maxsim_cpu as library
    # Version 0.1.0 returns wrong scores above 32 query rows, and above 128 dimensions crashes, too: its matrix product hands
    # them to a BLAS that it is not linked with.
    if work.flat.shape[1] > 128 or max(map(len, work.queries)) > 32:
        return
    yield "variable fp32", lambda: [library.maxsim_scores_variable(q, work.documents) for q in work.queries]
    if work.uniform is not None:
        yield "uniform fp32", lambda: [library.maxsim_scores(q, work.uniform) for q in work.queries]


def numpy(work):
    def document_by_document():
        return [[(d @ q.T).max(0).sum() for d in work.documents] for q in work.queries]

    def one_product():
        return [np.maximum.reduceat(work.flat @ q.T, work.offsets[:-1], axis=0).sum(1) for q in work.queries]

    yield "document by document fp32", document_by_document
    yield "one product fp32", one_product


def torch(work):
    import torch as library
    library.set_num_threads(THREADS)
    library.set_grad_enabled(False)
    queries, flat = [library.from_numpy(q) for q in work.queries], library.from_numpy(work.flat)
    if work.uniform is None:
        yield from torch_ragged(library, work, queries, flat)
        return
    documents, flat_queries = flat.view(work.uniform.shape), library.from_numpy(work.flat_queries)
    for name, kind in (("fp32", library.float32), ("bf16", library.bfloat16)):
        chosen, asked, every = documents.to(kind), [q.to(kind) for q in queries], flat_queries.to(kind).T

        def chunks(chosen=chosen, asked=asked):
            return [library.cat([(c @ q.T).amax(1).float().sum(1) for c in chosen.split(16)]) for q in asked]

        def stacked(chosen=chosen, every=every):
            parts = [(c @ every).amax(1).float().view(len(c), len(queries), -1).sum(2) for c in chosen.split(8)]
            return library.cat(parts).T

        yield f"chunks of 16 documents {name}", chunks
        if len(queries) > 1:
            yield f"queries stacked {name}", stacked
        if len(queries) == 1:
            yield f"one product {name}", lambda chosen=chosen, asked=asked: (
                library.matmul(chosen, asked[0].T).amax(1).float().sum(1))
    if len(queries) == 1:
        yield "einsum fp32", lambda: library.einsum("qd,ntd->nqt", queries[0], documents).amax(2).sum(1)


def torch_ragged(library, work, queries, flat):
    """Documents of different lengths: padded under a mask as ColBERT does it, or packed and reduced by segment."""
    longest = int(work.lengths.max())
    padded = library.zeros(len(work.documents), longest, flat.shape[1])
    mask = library.ones(len(work.documents), longest, dtype=library.bool)
    for i, document in enumerate(work.documents):
        padded[i, :len(document)] = library.from_numpy(document)
        mask[i, :len(document)] = False
    lengths = library.from_numpy(work.lengths)
    yield "padded and masked fp32", lambda: [
        (padded @ q.T).masked_fill_(mask[..., None], -9999).amax(1).sum(1) for q in queries]
    yield "packed, reduced by segment fp32", lambda: [
        library.segment_reduce(flat @ q.T, "max", lengths=lengths, axis=0).sum(1) for q in queries]


def numkong(work):
    """Scores one pair a call and takes the maximum over values rounded to eight bits: its ranking is not the exact one."""
    import numkong as library
    from concurrent.futures import ThreadPoolExecutor
    pool = ThreadPoolExecutor(THREADS)
    bounds = np.linspace(0, len(work.documents), THREADS + 1).astype(int)
    forms = {
        "fp32": ("f32", lambda values: values),
        "fp16": ("f16", lambda values: values.astype(np.float16)),
        "bf16": ("bf16", lambda values: library.Tensor(values).astype("bf16")),
    }
    for name, (kind, converted) in forms.items():
        packed = [library.maxsim_pack(converted(np.ascontiguousarray(d)), dtype=kind) for d in work.documents]

        def similarities(query, rows, documents):
            return [rows - float(library.maxsim_packed(query, d)) for d in documents]

        def scores(packed=packed, kind=kind, converted=converted):
            result = []
            for values in work.queries:
                query = library.maxsim_pack(converted(values), dtype=kind)
                if THREADS == 1:
                    result.append(similarities(query, len(values), packed))
                else:
                    parts = [packed[a:b] for a, b in zip(bounds, bounds[1:])]
                    result.append(sum(pool.map(lambda part: similarities(query, len(values), part), parts), []))
            return result

        yield f"packed {name}", scores


WORKS = ["W1", "W2", "W3", "W4", "W5", "cranfield"]
SYSTEMS = {"maxsim-cpu": maxsim_cpu, "numkong": numkong, "numpy": numpy, "torch": torch}


def main(name, folder, output, works):
    rows = Rows(name, version(name))
    for work in (Work(folder, w) for w in works):
        label = f"{work.name}/{THREADS}-thread"
        for variant, function in SYSTEMS[name](work):
            processor, wall, scores = timed(function, budget=1.0, least=1)
            count = len(work.queries)
            rows.add(label, "wall_time", "ms/query", [s / count * 1e3 for s in wall], variant)
            if THREADS == 1:
                rows.add(label, "cpu_time", "ms/query", [s / count * 1e3 for s in processor], variant)
            fair = processor if THREADS == 1 else wall
            rows.add(label, "rate", "Gop/s", [work.operations / s / 1e9 for s in fair], variant)
            rows.add(label, "top10_overlap", "share", [work.top10_overlap(scores)], variant)
    rows.write(output)


if __name__ == "__main__":
    data = Path(sys.argv[3])
    present = [work for work in WORKS if (data / f"{work}.scores.npy").exists()]
    main(sys.argv[1], data, sys.argv[4], sys.argv[5:] or present)
