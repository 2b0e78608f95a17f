"""Labels and profiles by Ray Data, with two actors: pixels through `fashion-wasm predict -`, orders in batches of Arrow.

    python labels_and_profiles.py FOLDER    # reads catalogue.csv and orders.csv, writes labels/ and profiles/

README.md says which traps each step answers.
"""

import csv
import logging
import os
import subprocess
import sys
import threading
import zlib
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import ray
from ray.data import Dataset

SCALE = Path(__file__).resolve().parents[1] / "scale"
sys.path.append(str(SCALE))
import tastes  # noqa: E402
from predict import ROWS_ALONE, columns_of, predict_command  # noqa: E402
from time_limit import set_time_limit  # noqa: E402

WORKERS = 2
PARTS = 6
BATCH = 256
EPOCH = date(1970, 1, 1)


def start() -> None:
    """Two processors for actors that label, and one that no actor takes: reading and writing need it, or the plan waits for ever."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ray.init(
        num_cpus=WORKERS + 1,
        include_dashboard=False,
        object_store_memory=256 * 2**20,
        log_to_driver=False,
        logging_level=logging.WARNING,
        runtime_env={"env_vars": {"PYTHONPATH": str(SCALE)}},
    )
    ray.data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.WARNING)


# Labels


class Labeller:
    """An actor with a `predict -` of its own, which gets a row and returns a row for as long as the actor lives."""

    def __init__(self, columns: list[str]) -> None:
        self.columns = columns
        command = predict_command(ROWS_ALONE)
        self.program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, batch: pa.Table) -> pa.Table:
        lines = batch.column("text").to_pylist()
        # Written by a thread: a pipe holds 64 KiB, and who only writes while the other side does waits for ever.
        writer = threading.Thread(target=self.write, args=(lines,))
        writer.start()
        answers = [self.program.stdout.readline() for _ in lines]
        writer.join()
        rows = list(csv.reader(answers))
        self.check(lines, rows)
        # A batch may be empty: of a block that held the header alone.
        columns = [[row[place] for row in rows] for place in range(len(self.columns))]
        return pa.table([pa.array(column, pa.string()) for column in columns], names=self.columns)

    def write(self, lines: list[str]) -> None:
        self.program.stdin.writelines(line + "\n" for line in lines)
        self.program.stdin.flush()

    def check(self, lines: list[str], rows: list[list[str]]) -> None:
        """A batch with fewer rows would be taken without a word, and so would rows without a label."""
        if [row[0] for row in rows if row] != [line.split(",", 1)[0] for line in lines]:
            received = sum(len(row) > 0 for row in rows)
            raise RuntimeError(f"predict returned {received} rows for {len(lines)}, or others (exit code {self.program.poll()})")
        for row in rows:
            if row[-1]:
                raise RuntimeError(f"item {row[0]} has no label: {row[-1]}")


def write_labels(catalogue: Path, to: Path) -> list[str]:
    """A row per item. What comes after reads these files: nothing is labelled twice because a later step is tried again. Returns
    the columns."""
    with catalogue.open() as file:
        header = file.readline().rstrip("\n")
    columns = columns_of(header)
    lines = ray.data.read_text(str(catalogue))
    # The whole-block default of a batch may be the whole file; actors hold what is asked for here.
    rows = lines.map_batches(lambda batch: batch.filter(pc.not_equal(batch.column("text"), header)), batch_format="pyarrow", batch_size=BATCH)
    labelled = rows.map_batches(
        Labeller,
        fn_constructor_args=[columns],
        batch_format="pyarrow",
        batch_size=BATCH,
        num_cpus=1,
        compute=ray.data.ActorPoolStrategy(size=WORKERS),
    )
    labelled.write_csv(str(to), mode=ray.data.SaveMode.OVERWRITE)
    return columns


def read_csv(path: Path, types: dict[str, pa.DataType]) -> Dataset:
    """All columns with types: guessed ones make a number of the id 00123."""
    options = pyarrow.csv.ConvertOptions(column_types=types, strings_can_be_null=False)
    return ray.data.read_csv(str(path), convert_options=options)


def kinds_of_items(labels: Path, columns: list[str]) -> Dataset:
    table = read_csv(labels, {name: pa.string() for name in columns})
    return table.map_batches(tastes.kinds_of, batch_format="pyarrow", batch_size=4096).materialize()


def sums_by_kind(batch: pa.Table) -> pa.Table:
    sums = batch.group_by("kind").aggregate([(name, "sum") for name in tastes.SUM_COLUMNS])
    return sums.rename_columns([name.removesuffix("_sum") for name in sums.column_names]).select(["kind", *tastes.SUM_COLUMNS])


def table_of(dataset: Dataset) -> pa.Table:
    """A small data set, on the driver."""
    return pa.concat_tables(ray.get(dataset.to_arrow_refs()))


# Customers


def line_columns(batch: pa.Table) -> pa.Table:
    """Day, weight, and the bucket of the customer: groups are few and large, so that each is worked on in columns."""
    days = pc.cast(batch.column("date"), pa.int32())
    today = (date.today() - EPOCH).days
    weights = pc.power(2.0, pc.divide(pc.subtract(pc.cast(days, pa.float64()), float(today)), tastes.HALF_LIFE_DAYS))
    buckets = [zlib.crc32(text.encode()) % (4 * PARTS) for text in batch.column("customer_id").to_pylist()]
    batch = batch.append_column("day", days).append_column("weight", weights)
    return batch.append_column("bucket", pa.array(buckets, pa.int32()))


def with_kinds(batch: pa.Table, items: pa.Table) -> pa.Table:
    """Joins lines with kinds of items, which every worker has whole: a text per item. Null where the catalogue has none."""
    places = pc.index_in(batch.column("item_id"), value_set=items.column("item_id"))
    return batch.append_column("kind", items.column("kind").take(places))


def statistics_of(lines: pa.Table) -> pa.Table:
    """A row per customer with all that its profile is made of; `lines` are all lines of these customers."""
    activity = lines.group_by("customer_id").aggregate(
        [
            *(("order_id", "count_distinct"), ("quantity", "sum"), ("amount", "sum"), ("day", "count_distinct")),
            *(("day", "min"), ("day", "max")),
        ]
    )
    activity = activity.select(
        ["customer_id", "order_id_count_distinct", "quantity_sum", "amount_sum", "day_count_distinct", "day_min", "day_max"]
    ).rename_columns(["customer_id", "orders", "items", "monetary", "days", "first_day", "last_day"])
    labelled = lines.filter(pc.is_valid(lines.column("kind")))
    labelled = labelled.append_column("square", pc.power(labelled.column("weight"), 2.0))
    sums = labelled.group_by(["customer_id", "kind"]).aggregate([("weight", "sum"), ("square", "sum"), ("kind", "count")])
    evidence = sums.group_by("customer_id").aggregate(
        [("kind", "list"), ("weight_sum", "list"), ("square_sum", "sum"), ("kind_count", "sum")]
    )
    evidence = evidence.select(["customer_id", "kind_list", "weight_sum_list", "square_sum_sum", "kind_count_sum"])
    evidence = evidence.rename_columns(["customer_id", "kinds", "weights", "squares", "support"])
    # Arrow's own join refuses columns of lists.
    places = pc.index_in(activity.column("customer_id"), value_set=evidence.column("customer_id"))
    for name in ["kinds", "weights", "squares", "support"]:
        activity = activity.append_column(name, evidence.column(name).take(places))
    return activity


def summarised(customers: pa.Table, end: int) -> pa.Table:
    """lifetimes' frequency, recency and T beside the evidence."""
    first, last = customers.column("first_day"), customers.column("last_day")

    def text(days: pa.ChunkedArray) -> pa.ChunkedArray:
        return pc.strftime(pc.cast(days, pa.date32()), format="%Y-%m-%d")

    columns = {
        **{name: customers.column(name) for name in ["customer_id", "orders", "items"]},
        **{"support": pc.fill_null(customers.column("support"), 0), "first_order": text(first), "last_order": text(last)},
        **{"recency_days": pc.subtract(end, last), "frequency": pc.subtract(customers.column("days"), 1)},
        **{"recency": pc.subtract(last, first), "T": pc.subtract(end, first)},
        **{name: customers.column(name) for name in ["monetary", "squares", "kinds", "weights"]},
    }
    return pa.table(columns)


def sample_of(customers: Dataset) -> pa.Table:
    """Customers with evidence, evenly spread in the order of their ids, on the driver. Of the others only ids come here."""
    evidence = customers.map_batches(
        lambda batch: batch.select(["customer_id", "kinds", "weights", "squares"]).filter(pc.is_valid(batch.column("squares"))),
        batch_format="pyarrow",
        batch_size=4096,
    ).materialize()
    ids = table_of(evidence.select_columns(["customer_id"])).column("customer_id").sort()
    places = [place for place in range(len(ids)) if tastes.is_sampled(place, len(ids))]
    chosen = ray.put(ids.take(places))
    sample = evidence.map_batches(
        lambda batch: batch.filter(pc.is_in(batch.column("customer_id"), value_set=ray.get(chosen))),
        batch_format="pyarrow",
        batch_size=4096,
    )
    return table_of(sample).sort_by("customer_id")


def write_profiles(orders: Path, items: Dataset, to: Path) -> None:
    table = table_of(items)
    kinds, likelihoods = tastes.likelihoods_of(sums_by_kind(table))
    types = {**dict.fromkeys(["order_id", "customer_id", "item_id"], pa.string()), "date": pa.date32()}
    shared = ray.put(table.select(["item_id", "kind"]))  # once in the memory of each machine, not once in each task
    lines = read_csv(orders, {**types, "quantity": pa.int64(), "amount": pa.float64()}).map_batches(
        lambda batch: with_kinds(line_columns(batch), ray.get(shared)), batch_format="pyarrow", batch_size=65536
    )
    statistics = lines.groupby("bucket", num_partitions=PARTS).map_groups(statistics_of, batch_format="pyarrow").materialize()
    end = statistics.max("last_day")
    customers = statistics.map_batches(lambda batch: summarised(batch, end), batch_format="pyarrow", batch_size=4096).materialize()
    prior = tastes.estimate_prior(tastes.counts_of(sample_of(customers), kinds), likelihoods)
    model = tastes.Model(kinds, likelihoods, prior)
    profiles = customers.map_batches(lambda batch: tastes.profiles_of(batch, model), batch_format="pyarrow", batch_size=4096)
    profiles.write_csv(str(to), mode=ray.data.SaveMode.OVERWRITE)


def main(folder: Path) -> None:
    start()
    try:
        columns = write_labels(folder / "catalogue.csv", folder / "labels")
        print("labelled", flush=True)
        items = kinds_of_items(folder / "labels", columns)
        write_profiles(folder / "orders.csv", items, folder / "profiles")
        print("profiled", flush=True)
    finally:
        ray.shutdown()


if __name__ == "__main__":
    set_time_limit()
    main(Path(sys.argv[1]).resolve())
