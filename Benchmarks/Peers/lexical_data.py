# SPDX-License-Identifier: Apache-2.0
"""Makes the collections of the lexical suite.

    lexical_data.py FOLDER debian PACKAGES.jsonl    real text: the descriptions of Debian's packages
    lexical_data.py FOLDER z200k                    200,000 documents of words with Zipf's distribution; as well z10k, z50k,
                                                    z1m

Each collection becomes COLLECTION.txt with one document a line, its words separated by one blank, COLLECTION.KIND.txt with
one query a line, and COLLECTION.KIND.oracle.txt with the documents that belong to the ten best of each of the first 300
queries: more than ten where the last of them tie. COLLECTION.postings.txt holds the number of pairs of a document and a
distinct word of it. Every system indexes these words as they are, so that analysis is no part of the comparison.
"""

import json
import random
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np

ORACLE_QUERIES, ORACLE_DEPTH = 300, 10
ZIPF_SIZES = {"z10k": 10_000, "z50k": 50_000, "z200k": 200_000, "z1m": 1_000_000}
# Scores that are this close, in proportion, count as equal: single precision cannot tell them apart.
TIE = 1e-6
K1, B = 1.2, 0.75


def zipf_collection(count, seed=42, vocabulary=200_000, exponent=1.07):
    """Lengths are lognormal around 60 words; a quarter of the words repeats an earlier word of the same document."""
    rng = np.random.default_rng(seed)
    lengths = np.clip(rng.lognormal(np.log(54), 0.45, count), 5, 400).astype(np.int32)
    cumulative = np.cumsum(1.0 / np.arange(1, vocabulary + 1) ** exponent)
    cumulative /= cumulative[-1]
    total, block = int(lengths.sum()), 5_000_000
    words = np.empty(total, np.int32)
    for i in range(0, total, block):
        words[i:i + block] = np.searchsorted(cumulative, rng.random(min(block, total - i)))
    offsets = np.zeros(count + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    repeats = rng.random(total) < 0.25
    document = np.repeat(np.arange(count), lengths)
    place = np.arange(total) - offsets[document]
    back = (rng.random(total) * place).astype(np.int64)
    return words[np.where(repeats, offsets[document] + back, np.arange(total))], offsets


def zipf_queries(words, offsets, power, seed, count=1000, vocabulary=200_000):
    """Two to eight distinct words, drawn with a probability in proportion to a power of their document frequency."""
    rng = np.random.default_rng(seed)
    document = np.repeat(np.arange(len(offsets) - 1, dtype=np.int64), np.diff(offsets))
    frequency = np.bincount(np.unique(document * vocabulary + words) % vocabulary, minlength=vocabulary)
    weight = frequency.astype(np.float64) ** power
    weight /= weight.sum()
    lengths = rng.integers(2, 9, count)
    return [rng.choice(vocabulary, size=n, replace=False, p=weight).tolist() for n in lengths]


def make_zipf(folder, name, count):
    words, offsets = zipf_collection(count)
    spelling = [f"w{i:x}" for i in range(200_000)]
    documents = [[spelling[w] for w in words[a:b]] for a, b in zip(offsets, offsets[1:])]
    kinds = {"realistic": zipf_queries(words, offsets, 0.5, seed=7), "head": zipf_queries(words, offsets, 1, seed=8)}
    write(folder, name, documents, {k: [[spelling[w] for w in q] for q in v] for k, v in kinds.items()})


def make_debian(folder, name, source):
    """Queries are of the known-item kind: two to six words of a document that are neither rare nor very common."""
    documents = []
    with open(source, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            words = re.findall(r"[a-z0-9]+", f'{record["title"]} {record["text"]}'.lower())
            if len(words) >= 3:
                documents.append(words)
    frequency = Counter(w for d in documents for w in set(d))
    rng, queries = random.Random(3), []
    while len(queries) < 1000:
        document = rng.choice(documents)
        words = [w for w in dict.fromkeys(document) if 5 <= frequency[w] <= 0.5 * len(documents)]
        if len(words) >= 2:
            queries.append(rng.sample(words, min(len(words), rng.randint(2, 6))))
    write(folder, name, documents, {"known-item": queries})


def write(folder, name, documents, kinds):
    (folder / f"{name}.txt").write_text("".join(" ".join(d) + "\n" for d in documents))
    oracle = Oracle(documents)
    (folder / f"{name}.postings.txt").write_text(f"{oracle.posting_count}\n")
    for kind, queries in kinds.items():
        (folder / f"{name}.{kind}.txt").write_text("".join(" ".join(q) + "\n" for q in queries))
        best = (oracle.best(q) for q in queries[:ORACLE_QUERIES])
        (folder / f"{name}.{kind}.oracle.txt").write_text("".join(" ".join(map(str, d)) + "\n" for d in best))
    print(name, len(documents), "documents", sum(map(len, documents)), "words", oracle.posting_count, "postings")


class Oracle:
    """BM25 in double precision with exact lengths and Lucene's inverse document frequency."""

    def __init__(self, documents):
        self.count = len(documents)
        numbers = {}
        lengths = np.array([len(d) for d in documents])
        flat = np.fromiter((numbers.setdefault(w, len(numbers)) for d in documents for w in d), np.int64)
        keys, self.frequency = np.unique(
            flat * self.count + np.repeat(np.arange(self.count), lengths), return_counts=True)
        terms, self.document = np.divmod(keys, self.count)
        self.start = np.searchsorted(terms, np.arange(len(numbers) + 1))
        self.numbers, self.posting_count = numbers, len(keys)
        self.norm = K1 * (1 - B + B * lengths / lengths.mean())

    def best(self, query):
        scores = np.zeros(self.count)
        for word in query:
            if word in self.numbers:
                a, b = self.start[self.numbers[word]], self.start[self.numbers[word] + 1]
                document, frequency = self.document[a:b], self.frequency[a:b]
                idf = np.log(1 + (self.count - (b - a) + 0.5) / (b - a + 0.5))
                scores[document] += idf * frequency / (frequency + self.norm[document])
        last = np.partition(scores, -ORACLE_DEPTH)[-ORACLE_DEPTH]
        return np.flatnonzero((scores > 0) & (scores >= last * (1 - TIE))).tolist()


if __name__ == "__main__":
    folder, name = Path(sys.argv[1]), sys.argv[2]
    folder.mkdir(parents=True, exist_ok=True)
    if name == "debian":
        make_debian(folder, name, sys.argv[3])
    elif name in ZIPF_SIZES:
        make_zipf(folder, name, ZIPF_SIZES[name])
    else:
        sys.exit(f"{name} is no collection; the collections are debian and {', '.join(ZIPF_SIZES)}")
