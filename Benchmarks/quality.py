#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures how well each way of searching finds what people judged relevant, with vectors of the package's own encoder.

Usage: quality.py RAG COLLECTIONS DATA RESULTS COMMIT

RAG is the command, COLLECTIONS a folder with the folders of NAMES, which rag eval describes. What a run prints is kept in DATA under
the commit, and a run whose output is there is not repeated: embedding takes minutes. RESULTS/quality.json has the shape of all results.
"""
import datetime, json, os, platform, subprocess, sys

NAMES = ["cranfield", "scifact"]
MODEL = "all-MiniLM-L6-v2"
SYSTEMS = {
    "bm25": ["--system", "bm25"],
    "dense": ["--system", "dense", "--encoder", MODEL],
    "dense int8": ["--system", "dense", "--encoder", MODEL, "--encoder-precision", "int8"],
    "maxsim": ["--system", "maxsim", "--encoder", MODEL],
    "rrf": ["--system", "rrf", "--encoder", MODEL],
}
UNITS = {"ndcg@10": "share", "recall@100": "share"}
# What vectors of the reference implementation give, by the files of the collection.
TARGETS = {("cranfield", "dense"): 0.374, ("cranfield", "maxsim"): 0.378, ("cranfield", "rrf"): 0.405}


def outcome(rag, collections, data, name, system):
    file = os.path.join(data, name + "." + system.replace(" ", "-") + ".json")
    if not os.path.exists(file):
        command = [rag, "eval", os.path.join(collections, name), "--json"] + SYSTEMS[system]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        with open(file, "w") as output:
            output.write(text)
    with open(file) as text:
        return json.load(text)


def machine():
    with open("/proc/cpuinfo") as lines:
        cpu = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.split("Swift version ")[1]
    return {
        "cpu": cpu, "cores": os.cpu_count(), "memory": f"{memory:.1f} GiB",
        "os": platform.freedesktop_os_release()["PRETTY_NAME"], "swift": swift.split()[0],
    }


def main(rag, collections, data, results, commit):
    data = os.path.join(data, commit)
    os.makedirs(data, exist_ok=True)
    rows, goals = [], []
    for name in NAMES:
        for system in SYSTEMS:
            found = outcome(rag, collections, data, name, system)
            for metric, unit in UNITS.items():
                if metric in found:
                    value = found[metric]
                    rows.append(dict(
                        work=name, system="swift-rag " + system, version=commit, metric=metric, unit=unit, value=value,
                        runs=1, min=value, max=value))
            if (name, system) in TARGETS:
                distance = abs(found["ndcg@10"] - TARGETS[name, system])
                goals.append(dict(
                    goal=f"{name} {system}: nDCG@10 beside {TARGETS[name, system]} by the reference's vectors",
                    target="<= 0.003", value=distance, met=distance <= 0.003))
    date = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    result = dict(
        name="quality", date=date, commit=commit, machine=machine(), limits={}, rows=rows, goals=goals)
    with open(os.path.join(results, "quality.json"), "w") as output:
        json.dump(result, output, indent=2, sort_keys=True)
        output.write("\n")


main(*sys.argv[1:])
