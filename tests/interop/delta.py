"""delta-rs reads tables that the library's Delta face wrote, and the other way round.

Usage: delta.py DENO WORD…: how Deno runs a script, such as `deno run -A`.
"""
import datetime
import decimal
import json
import pathlib
import subprocess
import sys
import tempfile

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

SCRIPT = str(pathlib.Path(__file__).with_name("delta.ts"))


def script(*words):
    done = subprocess.run([*sys.argv[1:], SCRIPT, *words], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def rows(table):
    return sorted(table.to_pyarrow_table().to_pylist(), key=lambda row: row["site"])


def check(actual, expected):
    assert actual == expected, f"{actual} is not {expected}"


def written_by_pond(directory):
    script("write", directory)
    check(DeltaTable(directory).version(), 3)
    first, second = rows(DeltaTable(directory))
    check((first["site"], first["n"], first["price"], first["at"], first["tags"], first["more"]),
          ("c", 2**53 + 1, decimal.Decimal("3.00"), None, None, None))
    check((second["site"], second["n"], second["more"]), ("d", -1, True))
    early = rows(DeltaTable(directory, version=1))
    utc = datetime.timezone.utc
    check([(row["n"], row["price"], row["at"], row["tags"]) for row in early], [
        (1, decimal.Decimal("1.25"), datetime.datetime(2026, 1, 1, 0, 0, 0, 500000, utc), ["x"]),
        (2, decimal.Decimal("-0.50"), datetime.datetime(1970, 1, 1, tzinfo=utc), []),
    ])
    actions = DeltaTable(directory, version=0).get_add_actions(flatten=True)
    names = list(actions.schema.names) if hasattr(actions.schema, "names") else [field.name for field in actions.schema]
    assert "min.n" in names, f"no statistics in {names}"


def written_by_delta_rs(directory):
    def table(numbers):
        return pa.table({"n": pa.array(numbers, pa.int64()), "site": [f"s{n}" for n in numbers],
                         "day": [datetime.date(2026, 1, n) for n in numbers]})
    write_deltalake(directory, table([1, 2]))
    write_deltalake(directory, table([3]), mode="append")
    check([row["n"] for row in script("read", directory)], [1, 2, 3])
    script("append", directory)
    check(len(DeltaTable(directory).to_pyarrow_table()), 4)
    partitioned = f"{directory}-by-site"
    write_deltalake(partitioned, table([1, 2]), partition_by=["site", "day"])
    check(script("read", partitioned), [
        {"n": 1, "site": "s1", "day": "2026-01-01"}, {"n": 2, "site": "s2", "day": "2026-01-02"},
    ])


with tempfile.TemporaryDirectory() as base:
    written_by_pond(f"{base}/pond")
    written_by_delta_rs(f"{base}/delta-rs")
print("delta-rs and pond read each other's tables")
