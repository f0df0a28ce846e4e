# SPDX-License-Identifier: Apache-2.0
"""Measures a peer on the lexical suite with one thread.

    lexical.py SYSTEM COLLECTION DATA-FOLDER ROWS.json

Every system is used as its documentation recommends for speed and gets the same words, split at blanks. Latencies are
processor time per query, the median of several passes over the same 300 queries that every system answers.
"""

import shutil
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path

from measuring import Rows, peak_resident_megabytes, size_on_disk, use_threads

use_threads(1)

QUERIES, DEPTHS, PASSES, BUDGET = 300, (10, 1000), 5, 20.0


class Tantivy:
    """Block-max WAND over an index on disk; term frequencies without positions, no stored text."""

    def __init__(self, folder):
        import tantivy
        self.tantivy, self.folder = tantivy, folder

    def index(self, texts):
        schema = self.tantivy.SchemaBuilder()
        schema.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
        schema.add_unsigned_field("row", fast=True, stored=True)
        self.built = self.tantivy.Index(schema.build(), path=str(self.folder))
        writer = self.built.writer(heap_size=1_000_000_000, num_threads=1)
        for row, text in enumerate(texts):
            document = self.tantivy.Document()
            document.add_text("body", text)
            document.add_unsigned("row", row)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.built.reload()
        self.searcher = self.built.searcher()

    def prepare(self, query):
        return self.built.parse_query(query, ["body"])

    def search(self, query, depth):
        return self.searcher.search(query, depth, count=False).hits

    def rows(self, hits):
        return [self.searcher.doc(address)["row"][0] for _, address in hits]


class BM25S:
    """Precomputed scores, accumulated term at a time by compiled code."""

    def __init__(self, folder):
        import bm25s
        self.bm25s, self.folder = bm25s, folder

    def index(self, texts):
        self.built = self.bm25s.BM25(method="lucene", k1=1.2, b=0.75, backend="numba")
        self.built.index([text.split(" ") for text in texts], show_progress=False)
        self.built.save(str(self.folder))

    def prepare(self, query):
        return [query.split(" ")]

    def search(self, query, depth):
        return self.built.retrieve(query, k=depth, show_progress=False, n_threads=1, backend_selection="numba")

    def rows(self, hits):
        documents, scores = hits
        return [int(d) for d, s in zip(documents[0], scores[0]) if s > 0]


def microseconds_per_query(system, queries, depth):
    """One list for each pass: the processor time of each query."""
    passes, start = [], time.perf_counter()
    for number in range(PASSES + 1):
        times = []
        for query in queries:
            begin = time.process_time_ns()
            system.search(query, depth)
            times.append((time.process_time_ns() - begin) / 1e3)
        if number > 0:
            passes.append(times)
        if number > 0 and time.perf_counter() - start > BUDGET:
            break
    return passes


def percentile(values, fraction):
    return sorted(values)[min(len(values) - 1, int(len(values) * fraction))]


def overlap(system, queries, oracle):
    """The share of the true ten best that the system returns; of documents with equal scores any will do."""
    shares = []
    for query, line in zip(queries, oracle):
        accepted = {int(d) for d in line.split()}
        if accepted:
            found = accepted.intersection(system.rows(system.search(query, 10))[:10])
            shares.append(len(found) / min(10, len(accepted)))
    return statistics.mean(shares)


def main(name, collection, data, output):
    texts = (data / f"{collection}.txt").read_text().splitlines()
    scratch = data / "indexes" / f"{name}-{collection}"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    system = {"tantivy": Tantivy, "bm25s": BM25S}[name](scratch)
    rows = Rows(name, version(name))

    begin = time.process_time()
    system.index(texts)
    seconds = time.process_time() - begin
    rows.add(collection, "index_rate", "documents/s", [len(texts) / seconds])
    rows.add(collection, "index_size", "MB", [size_on_disk(scratch) / 1e6])
    rows.add(collection, "peak_memory", "MB", [peak_resident_megabytes()])

    for kind in sorted(p.name.split(".")[1] for p in data.glob(f"{collection}.*.oracle.txt")):
        lines = (data / f"{collection}.{kind}.txt").read_text().splitlines()[:QUERIES]
        queries = [system.prepare(line) for line in lines]
        for depth in DEPTHS:
            work = f"{collection}/{kind}/top-{depth}"
            passes = microseconds_per_query(system, queries, depth)
            rows.add(work, "latency_mean", "µs", [statistics.mean(p) for p in passes])
            for percent in (50, 95):
                rows.add(work, f"latency_p{percent}", "µs", [percentile(p, percent / 100) for p in passes])
        oracle = (data / f"{collection}.{kind}.oracle.txt").read_text().splitlines()
        rows.add(f"{collection}/{kind}/top-10", "oracle_overlap", "share", [overlap(system, queries, oracle)])
    rows.write(output)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
