# SPDX-License-Identifier: Apache-2.0
"""Measures a peer on the dense suite with one thread.

    dense.py SYSTEM COLLECTION DATA-FOLDER ROWS.json [--quick]

Ten nearest rows by dot product, one query a call unless a row says otherwise; latencies are processor time per query over a
pass of all queries, the median of the passes after one that warms up. Every system is used by the fastest way that its
documentation names.
"""

import sys
import time
from importlib.metadata import version
from pathlib import Path

from measuring import Rows, use_threads

use_threads(1)

import numpy as np

DEPTH, PASSES, BATCH = 10, 3, 256
EXACT_QUERIES, SHARES = 50, (0.5, 0.1, 0.01)
EFFORTS = (16, 24, 32, 48, 64, 96, 128, 192, 256, 512)
PROBES = (2, 4, 8, 16, 32, 64, 128, 256)


class Collection:
    """The data of one collection, and how results on it are recorded."""

    def __init__(self, folder, name, rows, quick):
        self.name, self.results, self.quick = name, rows, quick
        self.rows, self.queries, self.attribute, self.nearest = (
            np.load(folder / f"{name}.{part}.npy") for part in ("rows", "queries", "attribute", "nearest"))
        self.nearest_kept = {share: np.load(folder / f"{name}.nearest-{share}.npy") for share in SHARES}
        self.folder = folder

    def measure(self, part, variant, search, queries=1000, nearest=None):
        """Times a search of one query, and records it with its recall."""
        nearest = self.nearest if nearest is None else nearest
        count = min(queries, len(nearest), 200 if self.quick else queries)
        asked = [self.queries[number:number + 1] for number in range(count)]
        found = [search(query) for query in asked]
        times = []
        for _ in range(PASSES):
            start = time.process_time()
            for query in asked:
                search(query)
            times.append((time.process_time() - start) / count * 1e6)
        self.record(part, variant, times, found, nearest)

    def record(self, part, variant, times, found, nearest):
        shares = [len(set(np.ravel(rows)[:DEPTH].tolist()) & set(true.tolist())) / DEPTH
                  for rows, true in zip(found, nearest)]
        self.results.add(f"{self.name}/{part}", "latency_mean", "µs", times, variant)
        self.results.add(f"{self.name}/{part}", "recall", "share", [float(np.mean(shares))], variant)

    def measure_batch(self, part, variant, search):
        """Times a search of many queries at once."""
        queries = self.queries[:BATCH]
        found = search(queries)
        times = []
        for _ in range(PASSES):
            start = time.process_time()
            search(queries)
            times.append((time.process_time() - start) / len(queries) * 1e6)
        self.record(part, variant, times, found, self.nearest)

    def build(self, variant, function):
        start = time.process_time()
        result = function()
        self.results.add(f"{self.name}/build", "build_time", "s", [time.process_time() - start], variant)
        return result


def numpy(data):
    rows = data.rows

    def one(query):
        products = rows @ query[0]
        best = np.argpartition(-products, DEPTH)[:DEPTH]
        return best[np.argsort(-products[best])]

    def batch(queries):
        products = queries @ rows.T
        return np.argpartition(-products, DEPTH, axis=1)[:, :DEPTH]

    data.measure("exact", "matrix by vector fp32", one, EXACT_QUERIES)
    data.measure_batch("batch-256", "matrix by matrix fp32", batch)


def faiss_flat(data):
    import faiss
    faiss.omp_set_num_threads(1)
    dimension = data.rows.shape[1]
    flat = faiss.IndexFlatIP(dimension)
    flat.add(data.rows)
    data.measure("exact", "FlatIP fp32", lambda query: flat.search(query, DEPTH)[1], EXACT_QUERIES)
    data.measure_batch("batch-256", "FlatIP fp32", lambda queries: flat.search(queries, DEPTH)[1])
    kinds = (("SQ8 int8", faiss.ScalarQuantizer.QT_8bit), ("SQfp16 fp16", faiss.ScalarQuantizer.QT_fp16))
    for variant, kind in kinds:
        index = faiss.IndexScalarQuantizer(dimension, kind, faiss.METRIC_INNER_PRODUCT)
        index.train(data.rows[:20_000])
        index.add(data.rows)
        data.measure("exact", variant, lambda query: index.search(query, DEPTH)[1], EXACT_QUERIES)
    codes = faiss.IndexRaBitQFastScan(dimension, faiss.METRIC_INNER_PRODUCT)

    def build():
        codes.train(data.rows[:20_000])
        codes.add(data.rows)

    data.build("RaBitQFastScan", build)
    # Its own second pass over the rows, in C++.
    refined = faiss.IndexRefineFlat(codes, faiss.swig_ptr(data.rows))
    data.measure("codes", "RaBitQFastScan", lambda query: codes.search(query, DEPTH)[1], 200)
    for factor in (5, 10, 20, 30):
        refined.k_factor = factor
        data.measure("codes", f"RaBitQFastScan rerank {DEPTH * factor}",
                     lambda query: refined.search(query, DEPTH)[1], 200)


def faiss_ivf(data):
    import faiss
    faiss.omp_set_num_threads(1)
    count, dimension = data.rows.shape
    lists = int(4 * count**0.5)
    metric = faiss.METRIC_INNER_PRODUCT
    coarse = faiss.IndexFlatIP(dimension)
    plain = faiss.IndexIVFFlat(coarse, dimension, lists, metric)
    plain.cp.niter = 10

    def build(index):
        index.train(data.rows[:lists * 50])
        index.add(data.rows)

    data.build("IVFFlat", lambda: build(plain))
    for probes in PROBES:
        plain.nprobe = probes
        data.measure("ann", f"IVFFlat probes {probes}", lambda query: plain.search(query, DEPTH)[1])
    plain.nprobe = 64
    for share in SHARES:
        kept = np.packbits(data.attribute < np.float32(share), bitorder="little")
        parameters = faiss.SearchParametersIVF(sel=faiss.IDSelectorBitmap(kept), nprobe=64)
        data.measure(f"keep-{share}", "IVFFlat probes 64 bitmap",
                     lambda query: plain.search(query, DEPTH, params=parameters)[1], 100, data.nearest_kept[share])
    products = faiss.IndexIVFPQFastScan(coarse, dimension, lists, dimension // 2, 4, metric)
    data.build("IVF-PQ fastscan", lambda: build(products))
    refined = faiss.IndexRefineFlat(products, faiss.swig_ptr(data.rows))
    for factor in (5, 20):
        refined.k_factor = factor
        for probes in PROBES[2:]:
            products.nprobe = probes
            data.measure("ann", f"IVF-PQ fastscan rerank {DEPTH * factor} probes {probes}",
                         lambda query: refined.search(query, DEPTH)[1])


def hnswlib(data):
    import hnswlib as library
    count, dimension = data.rows.shape
    index = library.Index("ip", dimension)
    index.init_index(count, ef_construction=100, M=16, random_seed=1)
    index.set_num_threads(1)
    data.build("M 16", lambda: index.add_items(data.rows, num_threads=1))
    for effort in EFFORTS:
        index.set_ef(effort)
        data.measure("ann", f"M 16 ef {effort}", lambda query: index.knn_query(query, DEPTH, num_threads=1)[0])
    index.set_ef(128)
    for share in SHARES:
        kept = data.attribute < np.float32(share)

        def search(query, keeps=lambda label: bool(kept[label])):
            return index.knn_query(query, DEPTH, num_threads=1, filter=keeps)[0]

        data.measure(f"keep-{share}", "M 16 ef 128 callback", search, 20 if data.quick else 50, data.nearest_kept[share])


def usearch(data):
    from usearch.index import Index, search
    count, dimension = data.rows.shape
    data.measure("exact", "exact fp32", lambda query: search(
        data.rows, query[0], DEPTH, "ip", exact=True, threads=1).keys, 20)
    index = Index(ndim=dimension, metric="ip", dtype="f16", connectivity=16, expansion_add=100)
    data.build("f16 M 16", lambda: index.add(np.arange(count), data.rows, threads=1))
    for effort in EFFORTS:
        index.expansion_search = effort
        data.measure("ann", f"f16 M 16 ef {effort}", lambda query: index.search(query[0], DEPTH, threads=1).keys)


SYSTEMS = {
    "faiss-flat": (faiss_flat, "faiss-cpu", "faiss"), "faiss-ivf": (faiss_ivf, "faiss-cpu", "faiss"),
    "hnswlib": (hnswlib, "hnswlib", "hnswlib"), "numpy": (numpy, "numpy", "numpy"),
    "usearch": (usearch, "usearch", "usearch"),
}


def main(name, collection, folder, output, *flags):
    measure, package, system = SYSTEMS[name]
    rows = Rows(system, version(package))
    measure(Collection(folder, collection, rows, "--quick" in flags))
    rows.write(output)


if __name__ == "__main__":
    main(*sys.argv[1:3], Path(sys.argv[3]), *sys.argv[4:])
