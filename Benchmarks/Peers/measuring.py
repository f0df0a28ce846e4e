# SPDX-License-Identifier: Apache-2.0
"""What every peer's script shares: clocks, rows of results, files of rankings."""

import json
import os
import statistics
import time
from pathlib import Path


class Rows:
    """Collects results in the shape of the result files and writes them for the report."""

    def __init__(self, system, version):
        self.system, self.version, self.rows = system, version, []

    def add(self, work, metric, unit, values, variant=""):
        """Adds one result: the median of the values of several runs, with the least and the greatest."""
        self.rows.append({
            "work": work,
            "system": f"{self.system} {variant}".strip(),
            "version": self.version,
            "metric": metric,
            "unit": unit,
            "value": float(statistics.median(values)),
            "runs": len(values),
            "min": float(min(values)),
            "max": float(max(values)),
        })
        row = self.rows[-1]
        print(f'{row["work"]:24} {row["system"]:44} {metric:14} {row["value"]:12.4g} {unit}', flush=True)

    def write(self, path):
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.rows, indent=1) + "\n")


def timed(function, budget=2.0, most=9, least=3):
    """Runs a function once to warm up, then until the budget in seconds is spent.

    Returns the processor seconds of the process and the wall seconds of each run, and what the last run returned.
    """
    result = function()
    processor, wall = [], []
    start = time.perf_counter()
    while len(wall) < least or (len(wall) < most and time.perf_counter() - start < budget):
        p, w = time.process_time(), time.perf_counter()
        result = function()
        processor.append(time.process_time() - p)
        wall.append(time.perf_counter() - w)
    return processor, wall, result


def peak_resident_megabytes():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError("no VmHWM in /proc/self/status")


def size_on_disk(path):
    """The bytes of a file, or of all files under a folder."""
    path = Path(path)
    if path.is_file():
        return path.stat().st_size
    return sum(f.stat().st_size for f in path.rglob("*") if f.is_file())


def use_threads(count):
    """Limits every library that reads the usual variables; call it before importing one of them."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "NUMBA_NUM_THREADS"):
        os.environ[name] = str(count)
