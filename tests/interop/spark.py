"""Spark reads POND/data and exported tables, and sees what delta-rs sees: from commits alone, from a checkpoint and the commits
after it, after compaction, at older versions. `python spark.py JARS WORD…`: where Delta's jars are, and how pond is started."""

import glob
import importlib.util
import json
import os
import shutil
import sys
import tempfile

JARS = sys.argv.pop(1)
os.environ["TZ"] = "UTC"

import pyarrow.compute as pc
from deltalake import DeltaTable
from pyspark.sql import SparkSession

from exports import VERSIONS, append, expected, export, make_pond
from oplog import write
from program import check, pond
import views

LOG_FACTS = "count(*) AS rows, sum(txn_seq) AS txn, sum(version) AS version, sum(size) AS size, count_if(deleted) AS deleted, max(name) AS name, count(distinct part_id) AS parts"
EXPORT_FACTS = (
    "count(*) AS rows, sum(v) AS v, cast(sum(n) AS string) AS n, sum(small) AS small, cast(sum(price) AS string) AS price, "
    "sum(datediff(day, DATE '1970-01-01')) AS day, sum(length(site)) AS site, sum(if(isnan(hole), 0, hole)) AS hole, "
    "sum(`temp (°C)`) AS temp, count_if(isnan(hole)) AS nan, sum(if(list IS NULL, 0, size(list))) AS list, sum(pair.x) AS pair, min(timestamp) AS first, max(timestamp) AS last"
)


def start_spark():
    jars = ",".join(sorted(glob.glob(os.path.join(JARS, "*.jar"))))
    settings = {
        "spark.jars": jars,
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.databricks.delta.snapshotPartitions": "2",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    builder = SparkSession.builder.master("local[2]").appName("pond")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def spark_facts(spark, table, words, version=None, where="true"):
    reader = spark.read.format("delta")
    if version is not None:
        reader = reader.option("versionAsOf", version)
    (row,) = reader.load(table).where(where).selectExpr(*split_top(words)).collect()
    return row.asDict()


def split_top(words):
    """The expressions of a list, cut at commas outside of brackets."""
    parts, depth = [""], 0
    for letter in words:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def log_facts(table, version=None):
    """The same of the log's rows, as delta-rs sees them."""
    rows = DeltaTable(table, version=version).to_pyarrow_table()
    return {
        "rows": rows.num_rows,
        "txn": pc.sum(rows["txn_seq"]).as_py(),
        "version": pc.sum(rows["version"]).as_py(),
        "size": pc.sum(rows["size"]).as_py(),
        "deleted": pc.sum(rows["deleted"]).as_py() or 0,
        "name": max(rows["name"].to_pylist()),
        "parts": len(set(rows["part_id"].to_pylist())),
    }


def compare_log(spark, table, name, versions=(None,)):
    for version in versions:
        at = name if version is None else f"{name}, as of {version}"
        check(f"log {at}", spark_facts(spark, table, LOG_FACTS, version), log_facts(table, version))


def commits(table):
    return sorted(glob.glob(os.path.join(table, "_delta_log", "*.json")))


def check_log(spark, directory):
    table = os.path.join(directory, ".pond", "data")
    pond(directory, "init")
    pond(directory, "mkdir", *(f"/d{number}" for number in range(5)))
    checkpoints = lambda: glob.glob(os.path.join(table, "_delta_log", "*.checkpoint.parquet"))
    for number in range(60):
        write(directory, number)
        if number == 10:
            check("no checkpoint yet", checkpoints(), [])
            compare_log(spark, table, "from commits alone", (None, 0, 5))
    check("checkpoints", len(checkpoints()) > 1, True)
    compare_log(spark, table, "from checkpoint and commits", (None, 7, 25, 45))
    operations = [json.loads(open(name).readline())["commitInfo"]["operation"] for name in commits(table)]
    merged = [version for version, operation in enumerate(operations) if operation == "OPTIMIZE"]
    check("there was compaction", len(merged) > 0, True)
    compare_log(spark, table, "around compaction", (merged[-1] - 1, merged[-1]))
    pond(directory, "maintain")
    compare_log(spark, table, "after maintain", (None, 45))
    # Where the commits up to the newest checkpoint are gone, nothing but it can tell what they held.
    cut = os.path.join(directory, "cut")
    shutil.copytree(table, cut)
    newest = max(int(os.path.basename(name)[:20]) for name in checkpoints())
    for name in commits(cut)[:newest]:
        os.remove(name)
    compare_log(spark, cut, "without the commits before a checkpoint", (None, newest))
    check("log: the same with them", log_facts(cut), log_facts(table))


def want_of(count, keep=lambda row: True):
    """The facts that Spark is asked for, from what the series was made of."""
    want = expected(count, keep)
    epoch = 719_163
    naive = lambda time: time and time.replace(tzinfo=None)
    return {
        "rows": want["rows"],
        "v": want["v"],
        "n": str(want["n"]),
        "small": want["small"],
        "price": f"{want['price']:.3f}",
        "day": want["day"] - epoch * want["rows"],
        "site": want["site"],
        "hole": want["hole"],
        "temp": want["temp"],
        "nan": want["nan"],
        "list": want["list"],
        "pair": want["pair"],
        "first": naive(want["first"]),
        "last": naive(want["last"]),
    }


def check_exports(spark, directory):
    make_pond(directory)
    layouts = {"delta": (), "partitioned": ("--partition", "year,month")}
    for count in range(1, len(VERSIONS) + 1):
        if count > 1:
            append(directory, count - 1)
        for to, words in layouts.items():
            table = export(directory, "/flow", "--to", to, *words)["to"]
            check(f"{to} {count}", spark_facts(spark, table, EXPORT_FACTS), want_of(count))
            for older in range(1, count):
                found = spark_facts(spark, table, EXPORT_FACTS, version=older - 1)
                check(f"{to} {count}, as of version {older - 1}", found, want_of(older))
        hive = export(directory, "/flow", "--to", "hive", "--layout", "hive", "--partition", "year,month")["to"]
        (found,) = spark.read.parquet(hive).selectExpr(*split_top(EXPORT_FACTS)).collect()
        check(f"hive {count}", found.asDict(), want_of(count))
    check_filters(spark, os.path.join(directory, "partitioned", "flow"), len(VERSIONS))
    check_others_work(spark, directory, len(VERSIONS))


def check_filters(spark, table, count):
    """What Spark may skip by statistics and partitions has no row that it wants."""
    filters = {
        "v > 60": lambda row: (row["v"] or 0) > 60,
        "site = '\U0001f30a'": lambda row: row["site"] == "\U0001f30a",
        "n <= 18446744073709551400": lambda row: row["n"] <= 18446744073709551400,
        "day = DATE '2024-01-25'": lambda row: row["day"].isoformat() == "2024-01-25",
        "timestamp >= '2024-02-18 02:06:07.123456'": lambda row: row["timestamp"].isoformat() >= "2024-02-18T02:06:07.123456+00:00",
        "hole > 1000": lambda row: row["hole"] != row["hole"] or row["hole"] > 1000,
    }
    for where, keep in filters.items():
        check(f"where {where}", spark_facts(spark, table, EXPORT_FACTS, where=where), want_of(count, keep))
    days = spark.read.format("delta").load(table).where("year = 2024 AND month = 1 AND day(timestamp) = 25").count()
    check("a day", days, expected(count, lambda row: row["timestamp"].date().isoformat() == "2024-01-25")["rows"])


def check_others_work(spark, directory, count):
    """Another engine's commit to the table is no obstacle for the next export, and doesn't make it forget what is in."""
    table = os.path.join(directory, "delta", "flow")
    spark.sql(f"OPTIMIZE delta.`{table}`").collect()
    check("after Spark's OPTIMIZE: again", export(directory, "/flow", "--to", "delta")["status"], "unchanged")
    append(directory, 0, "--again")
    said = export(directory, "/flow", "--to", "delta")
    check("after Spark's OPTIMIZE: one more version", (said["status"], said["files_removed"]), ("added", 0))
    rows = expected(count)["rows"] + expected(1)["rows"]
    check("after Spark's OPTIMIZE: Spark's rows", spark.read.format("delta").load(table).count(), rows)
    check("after Spark's OPTIMIZE: delta-rs's rows", DeltaTable(table).to_pyarrow_table().num_rows, rows)


def check_views(spark, directory):
    """The script beside exported tables: its views have the rows of the pond's derived nodes."""
    views.make_pond(directory)
    pond(directory, "export", "/*", "--to", "out", "--with-views")
    spec = importlib.util.spec_from_file_location("run_spark", os.path.join(directory, "out", "run_spark.py"))
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    check("views: nothing is refused", script.register(spark), {})
    for path, column in {"/days": "n", "/high": "n", "/sites": "v", "/both": "length(site)"}.items():
        asked = f"SELECT count(*) AS rows, CAST(sum({column}) AS DOUBLE) AS total FROM"
        (said,) = json.loads(pond(directory, "sql", f'{asked} "{path}"', "--json"))
        (seen,) = spark.sql(f"{asked} `{path}`").collect()
        check(f"views: {path}", seen.asDict(), said)


def main():
    spark = start_spark()
    try:
        for part in (check_log, check_exports, check_views):
            with tempfile.TemporaryDirectory() as directory:
                part(spark, directory)
    finally:
        spark.stop()


main()
