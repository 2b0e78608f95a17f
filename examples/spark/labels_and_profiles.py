"""Labels and profiles by Spark, on two executors: pixels through `fashion-wasm predict -`, orders through DataFrames.

    python labels_and_profiles.py FOLDER    # reads catalogue.csv and orders.csv, writes labels/ and profiles/

README.md says which traps each step answers.
"""

import csv
import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyspark.find_spark_home import _find_spark_home
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import DoubleType, StringType, StructField, StructType

SHARED = Path(__file__).resolve().parents[1] / "scale" / "tastes.py"
sys.path.append(str(SHARED.parent))
import tastes  # noqa: E402
from predict import ROWS_ALONE, columns_of, predict_command  # noqa: E402
from time_limit import set_time_limit  # noqa: E402

PARTITIONS = 6
EPOCH = date(1970, 1, 1)
ORDERS = "date DATE, order_id STRING, customer_id STRING, item_id STRING, quantity DOUBLE, amount DECIMAL(12, 2)"


def session() -> SparkSession:
    """Two executors of one core and 1 GiB each, in processes of their own, as on a cluster."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ["PYSPARK_PYTHON"] = sys.executable  # the setting spark.pyspark.python is ignored here
    spark = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("fashion-wasm")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", PARTITIONS)
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    spark.sparkContext.addPyFile(str(SHARED))
    return spark


def labelled_rows(lines: Iterator[str]) -> Iterator[list[str]]:
    """Says which row has no label; checkCode alone says that there is one, and what `predict` said is in the executor's log."""
    for row in csv.reader(lines):
        if row[-1]:
            raise RuntimeError(f"item {row[0]} has no label: {row[-1]}")
        yield row


def write_labels(spark: SparkSession, catalogue: Path, to: Path) -> None:
    """A row per item. What comes after reads these files: nothing is labelled twice because a later step is tried again."""
    lines = spark.sparkContext.textFile(str(catalogue), PARTITIONS)
    header = lines.first()
    rows = lines.filter(lambda line: line != header)
    command = shlex.join(predict_command(ROWS_ALONE))
    labelled = rows.pipe(command, checkCode=True).mapPartitions(labelled_rows)
    schema = StructType([StructField(name, StringType()) for name in columns_of(header)])
    spark.createDataFrame(labelled, schema).write.csv(str(to), header=True, mode="overwrite", emptyValue="", nullValue="")


def in_batches(function, *arguments):
    """For mapInArrow."""

    def of(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield from function(batch, *arguments).to_batches()

    return of


def kinds_of_items(spark: SparkSession, labels: Path) -> DataFrame:
    table = spark.read.csv(str(labels), header=True, inferSchema=False, enforceSchema=False, mode="FAILFAST")
    sums = ", ".join(f"{name} DOUBLE" for name in tastes.SUM_COLUMNS)
    return table.mapInArrow(in_batches(tastes.kinds_of), f"item_id STRING, kind STRING, {sums}").cache()


def likelihoods_of(items: DataFrame) -> tuple[list[str], np.ndarray]:
    sums = items.groupBy("kind").agg(*(F.sum(name).alias(name) for name in tastes.SUM_COLUMNS))
    return tastes.likelihoods_of(sums.toArrow())


def lines_of(spark: SparkSession, orders: Path, items: DataFrame) -> DataFrame:
    """Lines of orders with their day, their kind (null: not in the catalogue) and their weight."""
    today = (date.today() - EPOCH).days
    table = spark.read.csv(str(orders), header=True, schema=ORDERS, enforceSchema=False, mode="FAILFAST")
    joined = table.join(items.select("item_id", "kind"), "item_id", "left").withColumn("day", F.unix_date("date"))
    return joined.withColumn("weight", F.pow(F.lit(2.0), (F.col("day") - today) / tastes.HALF_LIFE_DAYS))


def statistics_of(lines: DataFrame) -> DataFrame:
    """A row per customer with all that its profile is made of."""
    by_kind = lines.where("kind IS NOT NULL").groupBy("customer_id", "kind")
    sums = by_kind.agg(F.sum("weight").alias("w"), F.sum(F.col("weight") ** 2).alias("w2"), F.count("*").alias("n"))
    # One list of pairs: two lists would not be promised to have the same order.
    pairs = F.collect_list(F.struct("kind", "w")).alias("pairs")
    evidence = sums.groupBy("customer_id").agg(pairs, F.sum("w2").alias("squares"), F.sum("n").alias("support"))
    activity = lines.groupBy("customer_id").agg(
        F.countDistinct("order_id").alias("orders"),
        F.sum("quantity").alias("items"),
        F.sum("amount").cast("double").alias("monetary"),
        F.countDistinct("day").alias("days"),
        F.min("day").alias("first_day"),
        F.max("day").alias("last_day"),
    )
    return activity.join(evidence, "customer_id", "left")


def summarised(statistics: DataFrame) -> DataFrame:
    """lifetimes' frequency, recency and T, and the evidence as lists."""
    end = statistics.agg(F.max("last_day")).first()[0]
    first, last = F.col("first_day"), F.col("last_day")
    empty = F.array().cast("array<string>"), F.array().cast("array<double>")
    return statistics.select(
        "customer_id",
        *("orders", F.col("items").cast("long").alias("items"), F.coalesce("support", F.lit(0)).alias("support")),
        *(F.date_from_unix_date(first).cast("string").alias("first_order"), F.date_from_unix_date(last).cast("string").alias("last_order")),
        *((end - last).alias("recency_days"), (F.col("days") - 1).alias("frequency"), (last - first).alias("recency")),
        *((end - first).alias("T"), "monetary", "squares"),
        F.coalesce(F.col("pairs.kind"), empty[0]).alias("kinds"),
        F.coalesce(F.col("pairs.w"), empty[1]).alias("weights"),
    )


def sample_of(customers: DataFrame) -> pa.Table:
    """Customers with evidence, evenly spread in the order of their ids, on the driver."""
    ordered = customers.where("squares > 0").select("customer_id", "kinds", "weights", "squares").orderBy("customer_id")
    count = ordered.count()
    if count <= tastes.MOST_CUSTOMERS:
        return ordered.toArrow()
    # zipWithIndex numbers partition by partition; row_number() without a partition would bring all rows to one task.
    numbered = ordered.rdd.zipWithIndex().filter(lambda pair: bool(tastes.is_sampled(pair[1], count)))
    return numbered.map(lambda pair: pair[0]).toDF(ordered.schema).toArrow().sort_by("customer_id")


def profiles_of(customers: DataFrame, model: tastes.Model) -> DataFrame:
    kept = [field for field in customers.schema.fields if field.name not in ("kinds", "weights", "squares")]
    shares = [StructField(name, DoubleType()) for name in ["sure", *tastes.SHARE_COLUMNS]]
    schema = StructType([*kept, StructField("top_category", StringType()), *shares])
    return customers.mapInArrow(in_batches(tastes.profiles_of, model), schema)


def main(folder: Path) -> None:
    spark = session()
    logs = Path(_find_spark_home()) / "work" / spark.sparkContext.applicationId  # where local-cluster has them, always
    print(f"logs of the executors: {logs}, until all is well", flush=True)
    try:
        write_labels(spark, folder / "catalogue.csv", folder / "labels")
        print("labelled", flush=True)
        items = kinds_of_items(spark, folder / "labels")
        kinds, likelihoods = likelihoods_of(items)
        statistics = statistics_of(lines_of(spark, folder / "orders.csv", items))
        statistics.write.parquet(str(folder / "statistics"), mode="overwrite")
        customers = summarised(spark.read.parquet(str(folder / "statistics")))
        prior = tastes.estimate_prior(tastes.counts_of(sample_of(customers), kinds), likelihoods)
        profiles = profiles_of(customers, tastes.Model(kinds, likelihoods, prior))
        profiles.write.csv(str(folder / "profiles"), header=True, mode="overwrite")
        print("profiled", flush=True)
    finally:
        spark.stop()
    shutil.rmtree(logs)


if __name__ == "__main__":
    set_time_limit()
    main(Path(sys.argv[1]).resolve())
