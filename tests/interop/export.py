"""What `pond export` writes, as delta-rs, DuckDB, Polars, pyarrow and a replay in Python see it: the rows that went in."""

import datetime as dt
import json
import os
import tempfile

import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from deltalake import DeltaTable

from exports import UTC, append, expected, export, facts, load_duckdb, make_pond
from program import check, pond
from replay import live_files

DUCKDB = load_duckdb()
#: Predicates in each reader's words, and in Python's: what a reader may skip by statistics must have no such row.
FILTERS = [
    ("v > 60.0", ds.field("v") > 60, pl.col("v") > 60, lambda row: (row["v"] or 0) > 60),
    ("n <= 18446744073709551400", None, pl.col("n") <= 18446744073709551400, lambda row: row["n"] <= 18446744073709551400),
    ("site = '\U0001f30a'", ds.field("site") == "\U0001f30a", pl.col("site") == "\U0001f30a", lambda row: row["site"] == "\U0001f30a"),
    (
        "timestamp >= TIMESTAMPTZ '2024-02-18 02:06:07.123456+00'",
        ds.field("timestamp") >= pa.scalar(dt.datetime(2024, 2, 18, 2, 6, 7, 123456, UTC), pa.timestamp("us", tz="UTC")),
        pl.col("timestamp") >= dt.datetime(2024, 2, 18, 2, 6, 7, 123456, UTC),
        lambda row: row["timestamp"] >= dt.datetime(2024, 2, 18, 2, 6, 7, 123456, UTC),
    ),
    ("day = DATE '2024-01-25'", ds.field("day") == dt.date(2024, 1, 25), pl.col("day") == dt.date(2024, 1, 25), lambda row: row["day"] == dt.date(2024, 1, 25)),
]


def arrow(result):
    """DuckDB's result as an Arrow table."""
    return result.fetch_arrow_table()


def compare_delta(table, versions, number, version=None):
    """Holds every reader's rows of the Delta table, at `version`, against the first `versions` of the series."""
    name = f"{os.path.basename(os.path.dirname(table))} {number}"
    want = expected(versions)
    delta = DeltaTable(table, version=version)
    check(f"{name}: delta-rs", facts(delta.to_pyarrow_table()), want)
    check(f"{name}: Polars", facts(pl.read_delta(table, version=version).to_arrow()), want)
    files = live_files(table, delta.version())
    rows = sum(pq.ParquetFile(os.path.join(table, file)).metadata.num_rows for file in files)
    check(f"{name}: the replay's row count", rows, want["rows"])
    if version is not None:
        return
    scan = f"delta_scan('{table}')"
    check(f"{name}: DuckDB", facts(arrow(DUCKDB.execute(f"SELECT * FROM {scan}"))), want)
    for sql, arrow_filter, polars_filter, keep in FILTERS:
        kept = expected(versions, keep)
        check(f"{name}: DuckDB where {sql}", facts(arrow(DUCKDB.execute(f"SELECT * FROM {scan} WHERE {sql}"))), kept)
        check(f"{name}: Polars where {sql}", facts(pl.scan_delta(table).filter(polars_filter).collect().to_arrow()), kept)
        if arrow_filter is not None:
            found = delta.to_pyarrow_dataset().to_table(filter=arrow_filter)
            check(f"{name}: delta-rs where {sql}", facts(found), kept)


def compare_files(table, versions, hive):
    """The same for Parquet files, which readers find by themselves."""
    name = os.path.basename(os.path.dirname(table))
    want = expected(versions)
    partitioning = "hive" if hive else None
    check(f"{name} {versions}: pyarrow", facts(ds.dataset(table, partitioning=partitioning).to_table()), want)
    check(f"{name} {versions}: Polars", facts(pl.scan_parquet(table, hive_partitioning=hive).collect().to_arrow()), want)
    found = DUCKDB.execute(f"SELECT * FROM read_parquet('{table}/**/*.parquet', hive_partitioning = {hive})")
    check(f"{name} {versions}: DuckDB", facts(arrow(found)), want)
    if not hive:
        return
    january = DUCKDB.execute(f"SELECT count(*) FROM read_parquet('{table}/**/*.parquet', hive_partitioning = true) WHERE year = 2024 AND month = 1")
    in_january = lambda row: (row["timestamp"].year, row["timestamp"].month) == (2024, 1)
    check(f"{name} {versions}: rows of a partition", january.fetchone()[0], expected(versions, in_january)["rows"])


def compare_days(directory):
    """The derived series, rewritten as the series under it grows."""
    table = os.path.join(directory, "delta", "days")
    said = json.loads(pond(directory, "cat", "/days", "--sql", "SELECT count(*) AS days, sum(v) AS v, sum(n)::BIGINT AS n FROM source", "--format", "json"))
    seen = pl.read_delta(table).select(days=pl.len(), v=pl.sum("v"), n=pl.sum("n").cast(pl.Int64)).to_dicts()
    check("the derived series", seen, said)


def main():
    with tempfile.TemporaryDirectory() as directory:
        make_pond(directory)
        layouts = {
            "delta": ("--layout", "delta"),
            "partitioned": ("--layout", "delta", "--partition", "year,month"),
            "hive": ("--layout", "hive", "--partition", "year,month"),
            "files": ("--layout", "files"),
        }
        for versions in (1, 2, 3):
            if versions > 1:
                append(directory, versions - 1)
            for to, words in layouts.items():
                said = export(directory, "/flow", "--to", to, *words)
                table = said["to"]
                check(f"{to} {versions}: pond's row count", said["rows"], expected(versions)["rows"])
                if words[1] == "delta":
                    check(f"{to} {versions}: its version", said["version"], versions - 1)
                    check(f"{to} {versions}: nothing was removed", said["files_removed"], 0)
                    compare_delta(table, versions, versions)
                    for older in range(1, versions):
                        compare_delta(table, older, f"{versions} as of {older}", version=older - 1)
                else:
                    compare_files(table, versions, to == "hive")
                check(f"{to} {versions}: again", export(directory, "/flow", "--to", to, *words)["status"], "unchanged")
            days = export(directory, "/days", "--to", "delta")
            check("days: its status", days["status"], "created" if versions == 1 else "rewritten")
            compare_days(directory)


main()
