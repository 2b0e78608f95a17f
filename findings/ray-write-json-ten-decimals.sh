#!/usr/bin/env bash
# Runs: Ray Data 2.60.0 (pandas 2.3.3, pyarrow 26.0.1) on Python 3.11 or later, one table of float64 through `write_json`,
# `write_csv` and `write_parquet`, and read back.
#
# Guess: JSON Lines hold numbers as Python's json and every JavaScript engine write them, with as many digits as it takes to get
# the same float64 back; Ray, whose tables are Arrow, loses nothing on the way.
# What happens: `write_json` goes through pandas' `to_json` and its default of ten decimals (not digits): 1/3000 becomes
# 0.0003333333, a probability of 2e-11 becomes 0.0, and of 1,000 shares that add up to 1 in each row fewer than 1 in 100 come
# back as they were. Nothing is said. `write_csv` and `write_parquet` of the same table lose nothing.
# An option is there, but not in Ray's words: `double_precision=15` is handed on to pandas, whose most it is: fifteen decimals,
# which still do not hold a float64.
#
# Meaning: probabilities, shares and scores that are compared or added up later belong into CSV or Parquet.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install -q --disable-pip-version-check 'ray[data]==2.60.0' numpy==2.4.6 pandas==2.3.3 pyarrow==26.0.1

cat >"$dir/look.py" <<'PY'
import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pyarrow as pa
import ray

print(", ".join(f"{name} {version(name)}" for name in ("ray", "pandas", "pyarrow")))
folder = Path(sys.argv[1])
ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
ray.data.DataContext.get_current().enable_progress_bars = False

shares = np.random.default_rng(1).dirichlet(np.full(10, 0.3), 1000)
shares[0, :3] = 1 / 3000, 2e-11, 0.1
table = pa.table({"row": np.arange(1000), **{f"s{k}": shares[:, k] for k in range(10)}})
data = ray.data.from_arrow(table)


def numbers(rows):
    rows = sorted(rows, key=lambda row: int(row["row"]))
    return np.array([[float(row[f"s{k}"]) for k in range(10)] for row in rows])


def lines(where):
    return [json.loads(line) for file in Path(where).glob("*.json") for line in file.read_text().splitlines()]


data.write_json(str(folder / "json"))
data.write_json(str(folder / "json15"), double_precision=15)
data.write_csv(str(folder / "csv"))
data.write_parquet(str(folder / "parquet"))
first = next(line for file in (folder / "json").glob("*.json") for line in file.read_text().splitlines() if '"row":0,' in line)
print("  first row:", first[:60], "…")
found = {
    "write_json": numbers(lines(folder / "json")),
    "write_json, double_precision=15": numbers(lines(folder / "json15")),
    "write_csv": numbers(ray.data.read_csv(str(folder / "csv")).take_all()),
    "write_parquet": numbers(ray.data.read_parquet(str(folder / "parquet")).take_all()),
}
changed = False
for name, read in found.items():
    same = float((read == shares).mean())
    zeros = int(((read == 0) & (shares != 0)).sum())
    print(f"  {name:32} the same {100 * same:6.2f} %, furthest {np.abs(read - shares).max():.1e}, turned to 0: {zeros}")
    if name == "write_json":
        changed |= not (same < 0.01 and 1e-11 < np.abs(read - shares).max() <= 5.1e-11 and zeros > 0 and read[0, 0] == 0.0003333333)
    elif name.startswith("write_json"):
        changed |= not 0.01 < same < 0.99
    else:
        changed |= same < 1
ray.shutdown()
sys.exit(1 if changed else 0)
PY
mkdir "$dir/out"
"$dir/env/bin/python" -W ignore "$dir/look.py" "$dir/out" 2>"$dir/log" || { tail -n 20 "$dir/log" >&2 && exit 1; }
echo "as expected"
