#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes golden.json: synthetic runs and judgements, and what reference implementations make of them.

    python3 -m venv venv && venv/bin/pip install pytrec_eval-terrier==0.5.11 scipy
    venv/bin/python make_golden.py

All values but three kinds come from trec_eval through pytrec_eval. trec_eval has no exponential gain, no reciprocal rank
with a cutoff and no share of judged documents: these are computed below by their definitions. The p values come from
scipy's exact permutation test.

Scores are multiples of 1/8, so that they and their ties are the same in single and in double precision.
"""

import json
import math
import pathlib
import random

import numpy
import pytrec_eval
from scipy import stats

SEED = 20_240_607
LEVELS = [1, 2]
TREC_MEASURES = {
    "map", "map_cut.5,20", "ndcg", "ndcg_cut.1,5,10,100", "recip_rank", "P.1,5,10,100", "recall.5,10,100",
    "success.1,5,10", "Rprec", "bpref",
}
LETTERS = ["d", "D", "é", "e\u0301", "f", "ß", "文", "𝛼", "я", "ab", "a-b", "\uffee"]


def make_collection(generator, queries, pool):
    """Judgements and one run: ties, negative grades, unjudged documents, unanswered and unjudged queries."""
    documents = [f"{generator.choice(LETTERS)}{number}" for number in range(pool)]
    judgements, run = {}, {}
    for number in range(queries):
        query = f"{generator.choice(['q', 'ü', '問'])}{number}"
        weights = [0.0, 0.0, 0.0, 1.0, 0.0, 0.0] if number % 7 == 3 else [0.05, 0.1, 0.05, 0.4, 0.25, 0.15]
        judged = generator.sample(documents, generator.randint(pool // 6, pool * 2 // 3))
        grades = {document: generator.choices([-2, -1, 4, 0, 1, 2], weights)[0] for document in judged}
        if number % 11 == 5:
            grades = {document: -1 for document in judged}
        answer = {
            document: generator.randint(-4, 24) / 8 + 0.375 * max(grades.get(document, 0), 0)
            for document in generator.sample(documents, generator.choice([1, 3, 8, pool // 2, pool]))
        }
        if number % 9 != 4:
            judgements[query] = grades
        if number % 8 != 6:
            run[query] = answer
    return judgements, run


def trec_order(answer):
    """Score descending, ties by descending identifier in byte order."""
    return sorted(answer, key=lambda document: (answer[document], document.encode()), reverse=True)


def own_values(grades, answer, level):
    ranking = trec_order(answer)
    values = {}
    for cutoff in [5, 10]:
        gain = lambda found: sum(
            (2.0 ** max(grade, 0) - 1) / math.log2(rank + 1) for rank, grade in enumerate(found[:cutoff], 1)
        )
        ideal = gain(sorted(grades.values(), reverse=True))
        found = gain([grades.get(document, 0) for document in ranking])
        values[f"nDCG(dcg='exp-log2')@{cutoff}"] = found / ideal if ideal else 0.0
        ranks = [rank for rank, document in enumerate(ranking[:cutoff], 1) if grades.get(document, 0) >= level]
        values[f"RR@{cutoff}"] = 1 / ranks[0] if ranks else 0.0
        top = ranking[:cutoff]
        values[f"Judged@{cutoff}"] = sum(document in grades for document in top) / len(top)
    return values


def evaluate(judgements, run, level):
    evaluator = pytrec_eval.RelevanceEvaluator(judgements, TREC_MEASURES, relevance_level=level)
    values = evaluator.evaluate(run)
    for query in values:
        values[query] |= own_values(judgements[query], run[query], level)
    return values


def permutation_cases(generator):
    """Differences with their exact two-sided p value; the first are Darwin's plants, as Fisher had them."""
    cases = [[49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]]
    cases += [[generator.randint(-40, 60) / 64 for _ in range(count)] for count in [2, 5, 9, 12]]
    return [
        {
            "differences": case,
            "p": float(
                stats.permutation_test(
                    (numpy.array(case, dtype=float),), numpy.mean, permutation_type="samples", n_resamples=math.inf
                ).pvalue
            ),
        }
        for case in cases
    ]


def main():
    generator = random.Random(SEED)
    collections = []
    for queries, pool in [(24, 30), (12, 90)]:
        judgements, run = make_collection(generator, queries, pool)
        values = {str(level): evaluate(judgements, run, level) for level in LEVELS}
        collections.append({"judgements": judgements, "run": run, "values": values})
    golden = {"collections": collections, "permutations": permutation_cases(generator)}
    path = pathlib.Path(__file__).with_name("golden.json")
    path.write_text(json.dumps(golden, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
