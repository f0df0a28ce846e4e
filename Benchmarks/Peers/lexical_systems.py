# SPDX-License-Identifier: Apache-2.0
"""The peers of the lexical suite, each used as its documentation recommends for speed.

A system indexes texts into a folder, opens that folder, times passes over queries and returns rows. `size` counts what a
search reads and leaves out what only indexing needs.
"""

import ctypes
import importlib.machinery
import importlib.util
import os
import statistics
import sys
import threading
import time
from pathlib import Path

from measuring import size_on_disk


def percentile(values, fraction):
    return sorted(values)[min(len(values) - 1, int(len(values) * fraction))]


class OneByOne:
    """A system that answers one query a call."""

    variants = ("",)

    def timed_pass(self, queries, depth, variant):
        """One pass over prepared queries: metrics in microseconds of processor time."""
        times = []
        for query in queries:
            begin = time.process_time_ns()
            self.search(query, depth)
            times.append((time.process_time_ns() - begin) / 1e3)
        return {
            "latency_mean": statistics.mean(times),
            "latency_p50": percentile(times, 0.5),
            "latency_p95": percentile(times, 0.95),
        }

    def best_rows(self, queries, depth):
        return [self.rows(self.search(query, depth)) for query in queries]

    def size(self):
        return size_on_disk(self.folder)


class Tantivy(OneByOne):
    """Block-max WAND over an index on disk; term frequencies without positions, no stored text."""

    def __init__(self, folder):
        import tantivy
        self.tantivy, self.folder = tantivy, folder

    def index(self, texts):
        schema = self.tantivy.SchemaBuilder()
        schema.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
        schema.add_unsigned_field("row", fast=True, stored=True)
        built = self.tantivy.Index(schema.build(), path=str(self.folder))
        writer = built.writer(heap_size=1_000_000_000, num_threads=1)
        for row, text in enumerate(texts):
            document = self.tantivy.Document()
            document.add_text("body", text)
            document.add_unsigned("row", row)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self):
        self.built = self.tantivy.Index.open(str(self.folder))
        self.searcher = self.built.searcher()

    def prepare(self, query):
        return self.built.parse_query(query, ["body"])

    def search(self, query, depth):
        return self.searcher.search(query, depth, count=False).hits

    def rows(self, hits):
        return [self.searcher.doc(address)["row"][0] for _, address in hits]


class BM25S(OneByOne):
    """Precomputed scores, accumulated term at a time by compiled code."""

    def __init__(self, folder):
        import bm25s
        self.bm25s, self.folder = bm25s, folder

    def index(self, texts):
        built = self.bm25s.BM25(method="lucene", k1=1.2, b=0.75, backend="numba")
        built.index([text.split(" ") for text in texts], show_progress=False)
        built.save(str(self.folder))

    def open(self):
        self.built = self.bm25s.BM25.load(str(self.folder))
        self.built.backend = "numba"

    def prepare(self, query):
        return [query.split(" ")]

    def search(self, query, depth):
        return self.built.retrieve(query, k=depth, show_progress=False, n_threads=1, backend_selection="numba")

    def rows(self, hits):
        documents, scores = hits
        return [int(d) for d, s in zip(documents[0], scores[0]) if s > 0]


class PISA:
    """Dynamic pruning over blocks of 64 postings, SIMD-BP128; through the binding's compiled module, without PyTerrier.

    The module answers batches: a call of its own for each query would mostly measure the call. BM25 has the classic inverse
    document frequency, cut off at almost zero, so that the most frequent words hardly count.
    """

    variants = ("block_max_wand", "block_max_maxscore")

    def __init__(self, folder):
        self.folder = folder
        ctypes.CDLL(str(Path(sys.prefix) / "lib" / "libtbb.so.2"), mode=ctypes.RTLD_GLOBAL)
        package = Path(importlib.util.find_spec("pyterrier_pisa").origin).parent
        file = next(p for s in importlib.machinery.EXTENSION_SUFFIXES for p in package.glob(f"_pisathon{s}"))
        spec = importlib.util.spec_from_file_location("_pisathon", file)
        self.module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.module)

    def index(self, texts):
        pipe = self.folder / "texts"
        os.mkfifo(pipe)

        def feed():
            with open(pipe, "w") as lines:
                for row, text in enumerate(texts):
                    lines.write(f"{row} {text}\n")

        feeder = threading.Thread(target=feed)
        feeder.start()
        self.module.index(str(pipe), str(self.folder), "", 100_000, 1)
        feeder.join()
        pipe.unlink()
        (self.folder / "stops").touch()
        self.open()

    def open(self):
        """Compresses the lists and computes the bounds of their blocks where that was not done."""
        self.context = self.module.RetrievalContext()
        self.module.prepare_index(
            self.context, str(self.folder), "block_simdbp", "bm25", "", quantize=0,
            stop_fname=str(self.folder / "stops"), bm25_k1=1.2, bm25_b=0.75)

    def prepare(self, query):
        return query

    def retrieve(self, queries, depth, variant):
        import numpy as np
        most = len(queries) * depth
        numbers, names = np.empty(most, np.int32), np.empty(most, object)
        ranks, scores = np.empty(most, np.int32), np.empty(most, np.float32)
        count = self.module.retrieve(
            self.context, variant, list(enumerate(queries)), k=depth, threads=1, query_weighted=0, pretokenised=False,
            result_qidxs=numbers, result_docnos=names, result_ranks=ranks, result_scores=scores)
        return numbers[:count], names[:count]

    def timed_pass(self, queries, depth, variant):
        begin = time.process_time_ns()
        self.retrieve(queries, depth, variant)
        return {"latency_mean_of_batch": (time.process_time_ns() - begin) / 1e3 / len(queries)}

    def best_rows(self, queries, depth):
        rows = [[] for _ in queries]
        for number, name in zip(*self.retrieve(queries, depth, self.variants[0])):
            rows[number].append(int(name))
        return rows

    def size(self):
        files = [p for p in self.folder.iterdir() if ".bmw." in p.name or p.name == "fwd.termlex"]
        return sum(size_on_disk(p) for p in files)


SYSTEMS = {
    "tantivy": (Tantivy, "tantivy"),
    "bm25s": (BM25S, "bm25s"),
    "pisa": (PISA, "pyterrier-pisa"),
}
