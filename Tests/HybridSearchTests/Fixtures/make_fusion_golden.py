# SPDX-License-Identifier: Apache-2.0
"""Writes fusion-golden.json: what every named fusion makes of small rankings, by the definitions written out here.

The definitions are those of the search engines' documentation and of the papers; they share no code with the package.
Run `python3 make_fusion_golden.py > fusion-golden.json`. Scores have few binary digits, so that single precision holds them.
"""

import json
import math

CASES = {
    "two legs": {
        "sparse": {"a": 12.5, "b": 9.25, "c": 7.5, "d": 3.125, "e": 0.5},
        "dense": {"c": 0.875, "f": 0.75, "a": 0.5, "g": 0.25},
    },
    "negative scores": {
        "sparse": {"a": -1, "b": -2, "c": -4},
        "dense": {"d": 0.5, "c": -0.25, "a": -0.5},
    },
    "equal scores": {
        "sparse": {"a": 2, "b": 2, "c": 2},
        "dense": {"b": 3, "d": 1},
    },
    "one hit": {"sparse": {"a": 5}, "dense": {"b": 0.5, "a": 0.25}},
    "an empty leg": {"sparse": {"a": 5, "b": 4, "c": 1}, "dense": {}},
    "three legs": {
        "sparse": {"a": 12.5, "b": 9.25, "c": 7.5, "d": 3.125},
        "dense": {"c": 0.875, "f": 0.75, "a": 0.5},
        "third": {"f": 100, "c": 50, "h": 25, "a": 0},
    },
}
EQUAL = {"sparse": 1, "dense": 1, "third": 1}
CONVEX = {"sparse": 0.3, "dense": 0.7, "third": 1}


def minmax(flat, zero=0.0):
    def values(leg, _):
        low, high = min(leg.values()), max(leg.values())
        if high == low:
            return {hit: flat for hit in leg}
        return {hit: (zero if score == low else (score - low) / (high - low)) for hit, score in leg.items()}

    return values


def elastic_minmax(leg, _):
    low, high = min(leg.values()), max(leg.values())
    return {hit: (low if high - low < 1e-6 else (score - low) / (high - low)) for hit, score in leg.items()}


def l2(leg, _):
    norm = math.sqrt(sum(score * score for score in leg.values()))
    return {hit: score / norm for hit, score in leg.items()}


def zscore(leg, _):
    mean = sum(leg.values()) / len(leg)
    deviation = math.sqrt(sum((score - mean) ** 2 for score in leg.values()) / len(leg))
    if deviation == 0:
        return {hit: 1.0 for hit in leg}
    return {hit: (score - mean) / deviation if score > mean else 0.001 for hit, score in leg.items()}


def dbsf(leg, _):
    mean = sum(leg.values()) / len(leg)
    squares = sum((score - mean) ** 2 for score in leg.values())
    if len(leg) < 2 or squares == 0:
        return {hit: 0.5 for hit in leg}
    deviation = math.sqrt(squares / (len(leg) - 1))
    return {hit: (score - (mean - 3 * deviation)) / (6 * deviation) for hit, score in leg.items()}


def arctan(leg, _):
    return {hit: 2 / math.pi * math.atan(score) for hit, score in leg.items()}


def ranked(formula):
    return lambda leg, weight: {hit: formula(rank + 1, weight) for rank, hit in enumerate(leg)}


def weighted_sum(parts, _):
    return sum(weight * value for weight, value in parts)


def times_count(power):
    return lambda parts, _: weighted_sum(parts, _) * len(parts) ** power


def times_logarithm(sigma):
    return lambda parts, _: weighted_sum(parts, _) * math.log(len(parts) + sigma)


def median(parts, _):
    values = sorted(weight * value for weight, value in parts)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def arithmetic(parts, total):
    return weighted_sum(parts, total) / total


def geometric(parts, _):
    parts = [(weight, value) for weight, value in parts if value > 0]
    if not parts:
        return 0
    return math.exp(sum(w * math.log(v) for w, v in parts) / sum(w for w, _ in parts))


def harmonic(parts, _):
    parts = [(weight, value) for weight, value in parts if value > 0]
    return sum(w for w, _ in parts) / sum(w / v for w, v in parts) if parts else 0


def unweighted_sum(parts, _):
    return sum(value for _, value in parts)


rrf = ranked(lambda rank, _: 1 / (60 + rank))
unit = minmax(1.0)
FUSIONS = {
    "rrf": (rrf, weighted_sum, EQUAL),
    "elasticsearch-rrf": (rrf, weighted_sum, EQUAL),
    "vespa-rrf": (ranked(lambda rank, _: 1 / (60 + 1 + (rank - 1))), weighted_sum, EQUAL),
    "milvus-rrf": (rrf, weighted_sum, EQUAL),
    "rrf-normalized": (ranked(lambda rank, _: 61 / (60 + rank)), arithmetic, EQUAL),
    "convex": (unit, weighted_sum, CONVEX),
    "weaviate-ranked": (ranked(lambda rank, _: 1 / (60 + rank - 1)), weighted_sum, EQUAL),
    "weaviate-relative-score": (unit, weighted_sum, EQUAL),
    "qdrant-rrf": (ranked(lambda rank, weight: 1 / (rank / weight + 2 - 1)), unweighted_sum, EQUAL),
    "qdrant-dbsf": (dbsf, weighted_sum, EQUAL),
    "elasticsearch-linear-minmax": (elastic_minmax, weighted_sum, EQUAL),
    "elasticsearch-linear-l2": (l2, weighted_sum, EQUAL),
    "vespa-linear": (minmax(0.5), weighted_sum, EQUAL),
    "milvus-weighted": (arctan, weighted_sum, EQUAL),
    "combsum": (unit, weighted_sum, EQUAL),
    "combmnz": (unit, times_count(1), EQUAL),
    "combanz": (unit, times_count(-1), EQUAL),
    "combgmnz": (unit, times_count(0.5), EQUAL),
    "combmed": (unit, median, EQUAL),
    "combmin": (unit, lambda parts, _: min(w * v for w, v in parts), EQUAL),
    "combmax": (unit, lambda parts, _: max(w * v for w, v in parts), EQUAL),
    "wmnz": (unit, lambda parts, _: sum(w for w, _ in parts) * sum(v for _, v in parts), EQUAL),
    "isr": (ranked(lambda rank, _: rank**-2), times_count(1), EQUAL),
    "log-isr": (ranked(lambda rank, _: rank**-2), times_logarithm(0), EQUAL),
    "logn-isr": (ranked(lambda rank, _: rank**-2), times_logarithm(0.01), EQUAL),
}
for name, values in (("minmax", minmax(1.0, 0.001)), ("l2", l2), ("zscore", zscore)):
    for mean, combine in (("arithmetic", arithmetic), ("geometric", geometric), ("harmonic", harmonic)):
        FUSIONS[f"opensearch-{name}-{mean}"] = (values, combine, EQUAL)


def borda(legs):
    hits = {hit for leg in legs.values() for hit in leg}
    scores = {hit: 0.0 for hit in hits}
    for leg in legs.values():
        for rank, hit in enumerate(leg):
            scores[hit] += (len(hits) - rank) / len(hits)
        for hit in hits - set(leg):
            scores[hit] += (len(hits) - len(leg) + 1) / 2 / len(hits)
    return scores


def fuse(legs, normalize, combine, weights):
    parts = {}
    for name, leg in legs.items():
        for hit, value in (normalize(leg, weights[name]) if leg else {}).items():
            parts.setdefault(hit, []).append((weights[name], value))
    total = sum(weights[name] for name in legs)
    return {hit: combine(values, total) for hit, values in parts.items()}


golden = []
for case, legs in CASES.items():
    for name, (normalize, combine, weights) in FUSIONS.items():
        golden.append({"case": case, "fusion": name, "scores": fuse(legs, normalize, combine, weights)})
        if name != "convex":
            weights = {"sparse": 3, "dense": 0.5, "third": 1}
            scores = fuse(legs, normalize, combine, weights)
            golden.append({"case": case, "fusion": name, "weights": weights, "scores": scores})
    golden.append({"case": case, "fusion": "borda", "scores": borda(legs)})
for entry in golden:
    entry["scores"] = {hit: float(f"{score:.12g}") for hit, score in entry["scores"].items()}
lines = [json.dumps(entry, sort_keys=True) for entry in golden]
print('{"legs": ' + json.dumps({case: {leg: list(hits.items()) for leg, hits in legs.items()} for case, legs in CASES.items()}))
print(', "golden": [\n' + ",\n".join(lines) + "\n]}")
