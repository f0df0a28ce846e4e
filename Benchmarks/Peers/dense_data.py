# SPDX-License-Identifier: Apache-2.0
"""Makes the data of the dense suite: clustered vectors of length 1, like those of sentence embeddings.

    dense_data.py FOLDER COLLECTION

A row is drawn around one of 2 * sqrt(rows) centres, of which few have many rows (Pareto). Around its centre it strays along
dimension / 6 directions that its centre shares with others, by a power law, and a little in all directions. Queries are drawn
like rows and are none of them. COLLECTION becomes

    COLLECTION.rows.npy        rows x dimension, single precision
    COLLECTION.queries.npy     1,000 x dimension
    COLLECTION.attribute.npy   rows, uniform in 0...1, for filters: a filter keeps the rows below a share
    COLLECTION.nearest.npy     1,000 x 10, the rows with the greatest products, the best first
    COLLECTION.nearest-SHARE.npy   100 x 10, the same among the rows that a filter keeps
"""

import sys
from pathlib import Path

from measuring import use_threads

use_threads(1)

import numpy as np

COLLECTIONS = {
    "c20k": (20_000, 384), "c100k": (100_000, 384), "c200k": (200_000, 384), "w100k": (100_000, 768),
    "c1m": (1_000_000, 384),
}
QUERIES, DEPTH, FAMILIES = 1000, 10, 8
SHARES, FILTERED_QUERIES = (0.5, 0.1, 0.01), 100
PIECE = 50_000


class Mixture:
    """Where rows are drawn from."""

    def __init__(self, rng, rows, dimension):
        self.rng, self.dimension = rng, dimension
        centres, self.strays = max(64, 2 * int(rows**0.5)), dimension // 6
        spread = np.arange(1, dimension + 1) ** -0.35
        self.centres = (rng.standard_normal((centres, dimension)) * spread).astype(np.float32)
        sizes = rng.pareto(1.5, centres) + 0.2
        self.shares = sizes / sizes.sum()
        power = np.arange(1, self.strays + 1) ** -0.5
        directions = rng.standard_normal((FAMILIES, self.strays, dimension)) * power[None, :, None]
        self.directions = (1.1 / self.strays**0.5 * directions).astype(np.float32)

    def draw(self, count):
        centre = self.rng.choice(len(self.centres), count, p=self.shares)
        rows = np.empty((count, self.dimension), np.float32)
        for start in range(0, count, PIECE):
            chosen = centre[start:start + PIECE]
            piece = self.centres[chosen]
            along = self.rng.standard_normal((len(chosen), self.strays), dtype=np.float32)
            for family in range(FAMILIES):
                members = chosen % FAMILIES == family
                piece[members] += along[members] @ self.directions[family]
            piece += 0.15 * self.rng.standard_normal(piece.shape, dtype=np.float32)
            rows[start:start + PIECE] = piece / np.linalg.norm(piece, axis=1, keepdims=True)
        return rows


def nearest(queries, rows, numbers=None):
    """The numbers of the rows with the greatest products in double precision, the best first."""
    result = np.empty((len(queries), DEPTH), np.int64)
    best = np.full((len(queries), 0), -np.inf)
    found = np.empty((len(queries), 0), np.int64)
    for start in range(0, len(rows), PIECE):
        products = queries @ rows[start:start + PIECE].T
        depth = min(2 * DEPTH, products.shape[1])
        places = np.argpartition(-products, depth - 1, axis=1)[:, :depth]
        best = np.concatenate([best, np.take_along_axis(products, places, 1)], axis=1)
        found = np.concatenate([found, start + places], axis=1)
    # Single precision chose; double precision decides.
    shortlist = np.take_along_axis(found, np.argsort(-best, axis=1)[:, :2 * DEPTH], 1)
    for number, (query, candidates) in enumerate(zip(queries, shortlist)):
        exact = rows[candidates].astype(np.float64) @ query.astype(np.float64)
        result[number] = candidates[np.argsort(-exact, kind="stable")[:DEPTH]]
    return result if numbers is None else numbers[result]


def main(folder, name):
    folder.mkdir(parents=True, exist_ok=True)
    row_count, dimension = COLLECTIONS[name]
    rng = np.random.default_rng(row_count + dimension)
    mixture = Mixture(rng, row_count, dimension)
    rows, queries = mixture.draw(row_count), mixture.draw(QUERIES)
    attribute = rng.random(row_count, dtype=np.float32)
    np.save(folder / f"{name}.rows.npy", rows)
    np.save(folder / f"{name}.queries.npy", queries)
    np.save(folder / f"{name}.attribute.npy", attribute)
    for share in SHARES:
        kept = np.flatnonzero(attribute < share)
        np.save(folder / f"{name}.nearest-{share}.npy", nearest(queries[:FILTERED_QUERIES], rows[kept], kept))
    # Last, so that its presence says that all is there.
    np.save(folder / f"{name}.nearest.npy", nearest(queries, rows))
    print(name, rows.shape, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
