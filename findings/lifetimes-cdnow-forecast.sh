#!/usr/bin/env bash
# Runs: lifetimes 0.11.3 (BG/NBD, modified BG/NBD, Pareto/NBD) on the CDNOW purchases that it ships, 39 weeks to fit and the next
# 39 to compare with, on Python 3.11 or later with NumPy 2.4.6, SciPy 1.17.1, pandas 2.3.3.
#
# Guess: CDNOW is the models' own textbook example, on which the curves of expected and real purchases nearly lie on one another,
# so a sum of conditional expectations is a few per cent off, and what models miss are those of whom they know little.
# What happens: it is 12 to 19 % too low: BG/NBD expects 16,874 purchase days, 19,684 came (on the sample of a tenth, 1,653 and
# 1,882), the modified BG/NBD, meant as the better one, 15,934. BG/NBD misses repeat buyers most, 16 % of their days, and others
# by 8 %; Pareto/NBD, as low in all, repeat buyers by 7 % and others by 42 %. The textbook's curve is cumulative: it begins with
# the weeks that were fitted, and of that sum BG/NBD misses 6 %.
#
# Meaning: do not plan stock or revenue by the sum of expectations, and judge a model by the weeks alone that were kept apart.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install -q --disable-pip-version-check lifetimes==0.11.3 numpy==2.4.6 scipy==1.17.1 pandas==2.3.3 autograd==1.9.1 dill==0.4.1

cat >"$dir/look.py" <<'PY'
import sys
from importlib.metadata import version
from importlib.resources import files

import pandas as pd
from lifetimes import BetaGeoFitter, ModifiedBetaGeoFitter, ParetoNBDFitter
from lifetimes.utils import summary_data_from_transaction_data

print(", ".join(f"{name} {version(name)}" for name in ("lifetimes", "numpy", "scipy", "pandas")))
END = "1997-09-30"
DAYS = 39 * 7


def days_of(name, columns, skip):
    source = str(files("lifetimes") / "datasets" / name)
    table = pd.read_csv(source, sep=r"\s+", header=None, skiprows=skip, names=columns)
    table["date"] = pd.to_datetime(table["date"].astype(str), format="%Y%m%d")
    return table.drop_duplicates(["customer", "date"])


def forecast(days, model):
    history = summary_data_from_transaction_data(days, "customer", "date", observation_period_end=END)
    columns = [history[name].to_numpy() for name in ("frequency", "recency", "T")]
    expected = model.fit(*columns).conditional_expected_number_of_purchases_up_to_time(DAYS, *columns)
    later = days[days["date"] > END].groupby("customer").size().reindex(history.index, fill_value=0)
    back = columns[0] > 0
    return expected, later.to_numpy(), back, columns[0].sum()


master = days_of("CDNOW_master.txt", ["customer", "date", "cds", "spend"], 1)
sample = days_of("CDNOW_sample.txt", ["master", "customer", "date", "cds", "spend"], 0)
changed = False
for title, days, model, seen in [
    ("BG/NBD, all", master, BetaGeoFitter(), (16874, 19684, -14, -16, -8, -6)),
    ("BG/NBD, sample", sample, BetaGeoFitter(), (1653, 1882, -12, -14, -5, -5)),
    ("modified BG/NBD, all", master, ModifiedBetaGeoFitter(), (15934, 19684, -19, -17, -28, -9)),
    ("Pareto/NBD, all", master, ParetoNBDFitter(), (17153, 19684, -13, -7, -42, -6)),
]:
    expected, came, back, fitted = forecast(days, model)
    miss = lambda ours, theirs: round(100 * float(ours.sum() / theirs.sum() - 1))
    misses = miss(expected, came), miss(expected[back], came[back]), miss(expected[~back], came[~back])
    cumulative = round(100 * float((expected.sum() + fitted) / (came.sum() + fitted) - 1))
    got = (round(float(expected.sum())), int(came.sum()), *misses, cumulative)
    wrong = any(abs(one - other) > 2 for one, other in zip(got, seen))
    changed = changed or wrong
    words = "{:,} days expected, {:,} came: {} %; of repeat buyers {} %, of others {} %; with the fitted weeks {} %".format(*got)
    print(f"  {title:22} {words}" + (f"  CHANGED, expected {seen}" if wrong else ""))
sys.exit(1 if changed else 0)
PY
"$dir/env/bin/python" -W ignore "$dir/look.py"
echo "as expected"
