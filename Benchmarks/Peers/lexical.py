# SPDX-License-Identifier: Apache-2.0
"""Measures a peer on the lexical suite with one thread.

    lexical.py index SYSTEM COLLECTION DATA-FOLDER ROWS.json
    lexical.py search SYSTEM COLLECTION DATA-FOLDER ROWS.json

All systems get the same words, split at blanks. Latencies are processor time per query over the same 300 queries that every
system answers. A search begins with a pass that warms up; the suite runs several searches of each system in turns.
"""

import shutil
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path

from measuring import Rows, peak_resident_megabytes, use_threads

use_threads(1)

from lexical_systems import SYSTEMS

QUERIES, DEPTHS, PASSES = 300, (10, 1000), 2
INDEX_RUNS, INDEX_BUDGET = 3, 10.0


def overlap(rankings, oracle):
    """The share of the true ten best that a system returns; of documents with equal scores any will do."""
    shares = []
    for found, line in zip(rankings, oracle):
        accepted = {int(d) for d in line.split()}
        if accepted:
            shares.append(len(accepted.intersection(found[:10])) / min(10, len(accepted)))
    return statistics.mean(shares)


def index(system, rows, collection, data, scratch):
    texts = (data / f"{collection}.txt").read_text().splitlines()
    rates, start = [], time.perf_counter()
    while not rates or (len(rates) < INDEX_RUNS and time.perf_counter() - start < INDEX_BUDGET):
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        begin = time.process_time()
        system.index(texts)
        rates.append(len(texts) / (time.process_time() - begin))
    rows.add(collection, "index_rate", "documents/s", rates)
    rows.add(collection, "peak_memory", "MB", [peak_resident_megabytes()])
    postings = int((data / f"{collection}.postings.txt").read_text())
    rows.add(collection, "index_size", "bytes/posting", [system.size() / postings])
    rows.add(collection, "index_file_size", "MB", [system.size() / 1e6])


def search(system, rows, collection, data):
    system.open()
    for kind in sorted(p.name.split(".")[1] for p in data.glob(f"{collection}.*.oracle.txt")):
        lines = (data / f"{collection}.{kind}.txt").read_text().splitlines()[:QUERIES]
        queries = [system.prepare(line) for line in lines]
        for depth in DEPTHS:
            for variant in system.variants:
                system.timed_pass(queries, depth, variant)
                passes = [system.timed_pass(queries, depth, variant) for _ in range(PASSES)]
                for metric in passes[0]:
                    rows.add(f"{collection}/{kind}/top-{depth}", metric, "µs", [p[metric] for p in passes], variant)
        oracle = (data / f"{collection}.{kind}.oracle.txt").read_text().splitlines()
        share = overlap(system.best_rows(queries, 10), oracle)
        rows.add(f"{collection}/{kind}/top-10", "oracle_overlap", "share", [share])


def main(step, name, collection, data, output):
    kind, package = SYSTEMS[name]
    scratch = data / "indexes" / f"{name}-{collection}"
    rows = Rows(name, version(package))
    system = kind(scratch)
    if step == "index":
        index(system, rows, collection, data, scratch)
    else:
        search(system, rows, collection, data)
    rows.write(output)


if __name__ == "__main__":
    main(*sys.argv[1:4], Path(sys.argv[4]), Path(sys.argv[5]))
