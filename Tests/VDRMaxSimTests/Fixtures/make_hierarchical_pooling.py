# SPDX-License-Identifier: Apache-2.0
"""Writes hierarchical-pooling.json: rows, and how SciPy divides them and what the means are.

The division is the one of colpali-engine's HierarchicalTokenPooler: `linkage(1 - E @ E.T, method="ward")`, in which SciPy
takes the square matrix for observations, and `fcluster(..., criterion="maxclust")`.

Run it with NumPy 2 and SciPy 1.17: python3 make_hierarchical_pooling.py
"""
import json
import pathlib

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

random = np.random.default_rng(20240923)


def rows(count, dimension, topics):
    """Unit rows around a few directions, as a page has them, in single precision."""
    centres = random.normal(size=(topics, dimension))
    values = centres[random.integers(topics, size=count)] + 0.6 * random.normal(size=(count, dimension))
    return (values / np.linalg.norm(values, axis=1, keepdims=True)).astype(np.float32)


def divide(values, factor):
    unit = values.astype(np.float64)
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    tree = linkage(1 - unit @ unit.T, metric="euclidean", method="ward")
    labels = fcluster(tree, t=max(len(values) // factor, 1), criterion="maxclust")
    # Clusters by their first row.
    order = {label: number for number, label in enumerate(dict.fromkeys(labels.tolist()))}
    return [order[label] for label in labels.tolist()]


def means(values, groups):
    sums = np.zeros((max(groups) + 1, values.shape[1]))
    np.add.at(sums, groups, values.astype(np.float64))
    return sums / np.linalg.norm(sums, axis=1, keepdims=True)


cases = []
# More rows than dimensions, and fewer.
for count, dimension, topics in ((48, 6, 5), (17, 24, 3)):
    values = rows(count, dimension, topics)
    divisions = [{"factor": factor, "groups": divide(values, factor)} for factor in (2, 3, 5, count)]
    cases.append(
        {
            "dimension": dimension,
            "rows": [float(f"{value:.9g}") for value in values.ravel()],
            "divisions": divisions,
            "meansOfFactor3": [round(value, 7) for value in means(values, divisions[1]["groups"]).ravel().tolist()],
        }
    )
path = pathlib.Path(__file__).with_name("hierarchical-pooling.json")
path.write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
