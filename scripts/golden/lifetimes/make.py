"""Golden values of customers' activity: purchases of CDNOW, and what lifetimes 0.11.3 says of them.

    python3.11 -m venv VENV && VENV/bin/pip install -r requirements.txt && VENV/bin/python -W ignore make.py

CDNOW_sample.txt comes with lifetimes (MIT): a tenth of the cohort of first purchases in January to March 1997, and what they
bought until June 1998. Written to crates/customers/tests/golden:
- cdnow-purchases.csv: the customer, the day since 1997-01-01, the spend in cents; in the order of the file.
- cdnow-calibration.csv, cdnow-whole.csv: of each customer at the end of 1997-09-30 and of 1998-06-30, in their order, what
  summary_data_from_transaction_data says, and what BetaGeoFitter, fitted to that in days, expects of the next 39 weeks.
- cdnow-parameters.csv: r, alpha, a, b of the two fits, the log-likelihood of all with time in days, and the number of customers.
scores.R, beside this, makes the scores by R's own quantile().
"""

import math
from importlib.resources import files
from pathlib import Path

import pandas as pd
from lifetimes import BetaGeoFitter
from lifetimes.utils import summary_data_from_transaction_data

GOLDEN = Path(__file__).resolve().parents[3] / "crates/customers/tests/golden"
ENDS = {"calibration": "1997-09-30", "whole": "1998-06-30"}
HORIZON = 39 * 7


def purchases() -> pd.DataFrame:
    """Returns the transactions; `customer` is the number within the sample, in the order of the file."""
    table = pd.read_csv(
        str(files("lifetimes") / "datasets/CDNOW_sample.txt"),
        sep=r"\s+",
        header=None,
        names=["master", "customer", "date", "cds", "spend"],
    )
    table["date"] = pd.to_datetime(table["date"], format="%Y%m%d")
    return table


def main() -> None:
    table = purchases()
    GOLDEN.mkdir(parents=True, exist_ok=True)
    day = (table["date"] - pd.Timestamp("1997-01-01")).dt.days
    cents = (table["spend"] * 100).round().astype(int)
    rows = [f"{one},{when},{spend}" for one, when, spend in zip(table["customer"], day, cents)]
    (GOLDEN / "cdnow-purchases.csv").write_text("customer,day,cents\n" + "\n".join(rows) + "\n")

    parameters = ["end,r,alpha,a,b,log_likelihood,customers"]
    for name, end in ENDS.items():
        summary = summary_data_from_transaction_data(
            table, "customer", "date", "spend", observation_period_end=end
        )
        model = BetaGeoFitter().fit(summary["frequency"], summary["recency"], summary["T"])
        expected = model.conditional_expected_number_of_purchases_up_to_time(
            HORIZON, summary["frequency"], summary["recency"], summary["T"]
        )
        rows = [
            f"{frequency:.0f},{recency:.0f},{age:.0f},{monetary:.4f},{purchases:.5f}"
            for frequency, recency, age, monetary, purchases in zip(
                summary["frequency"],
                summary["recency"],
                summary["T"],
                summary["monetary_value"],
                expected,
            )
        ]
        header = "frequency,recency,T,monetary_value,expected_39_weeks\n"
        (GOLDEN / f"cdnow-{name}.csv").write_text(header + "\n".join(rows) + "\n")
        values = [f"{model.params_[key]:.6f}" for key in ("r", "alpha", "a", "b")]
        # lifetimes minimises the mean of −log L, with time in units of the longest age; in days, each purchase has a density
        # less by that factor.
        in_days = summary["frequency"].sum() * math.log(summary["T"].max())
        values.append(f"{-model._negative_log_likelihood_ * len(summary) - in_days:.6f}")
        parameters.append(",".join([name, *values, str(len(summary))]))
    (GOLDEN / "cdnow-parameters.csv").write_text("\n".join(parameters) + "\n")


if __name__ == "__main__":
    main()
