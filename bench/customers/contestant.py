"""What both Python contestants are as processes: one run, of which the seconds of each stage and the highest resident memory are
printed; the results where they are asked for (results.mjs).
"""

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np


def now():
    """Wall and CPU time so far, in seconds."""
    return time.perf_counter(), time.process_time()


def since(start, end):
    return {"seconds": end[0] - start[0], "cpuSeconds": end[1] - start[1]}


def run(version, read, aggregate, statistics):
    orders, catalogue, *results = sys.argv[1:]
    start = now()
    tables = read(orders, catalogue)
    after_reading = now()
    customers = aggregate(*tables)
    del tables
    after_aggregating = now()
    table, a = statistics(customers)
    end = now()
    answer = {
        "version": version,
        "customers": len(table["ids"]),
        "stages": {
            "read": since(start, after_reading),
            "aggregate": since(after_reading, after_aggregating),
            "statistics": since(after_aggregating, end),
        },
        **since(start, end),
        "processCpuSeconds": end[1],
        "peakMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
        "priorStrength": float(a.sum()),
    }
    print(json.dumps(answer))
    if results:
        write(table, Path(results[0]))


def write(table, folder):
    columns = ["frequency", "recency", "T", "rfm_score", "monetary", "sure"]
    numbers = np.column_stack([*(table[name] for name in columns), table["shares"]])
    order = np.argsort(table["ids"])
    (folder / "ids.txt").write_text("\n".join(np.asarray(table["ids"])[order]))
    numbers[order].astype("<f8").tofile(folder / "numbers.f64")
