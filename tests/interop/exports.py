"""A pond with a series and tables to export, and what came out as each independent reader sees it."""

import datetime as dt
import glob
import os
import sysconfig
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from program import pond, pond_json

UTC = dt.timezone.utc
HOUR = dt.timedelta(hours=1)
#: Of the series' versions: first hour, rows, columns beside those of all.
VERSIONS = [
    (dt.datetime(2023, 12, 30, 5, 6, 7, 123456, UTC), 400, {}),
    (dt.datetime(2024, 1, 20, tzinfo=UTC), 300, {}),
    (dt.datetime(2024, 2, 27, tzinfo=UTC), 200, {"extra": lambda i: i}),
]
DERIVED = "source: /flow\nquery: SELECT date_trunc('day', timestamp)::TIMESTAMP AS timestamp, sum(v) AS v, count(*) AS n FROM source GROUP BY ALL\n"


def readings(number):
    """Version `number` (from 0): types that a Delta table can't hold as they are, NULLs, a NaN, long text."""
    start, rows, more = VERSIONS[number]
    times = range(rows)
    columns = {
        "timestamp": pa.array([start + 3 * i * HOUR for i in times], pa.timestamp("ns", tz="UTC")),
        "v": pa.array([i / 4 if i % 13 else None for i in times]),
        "n": pa.array([2**64 - 1 - i for i in times], pa.uint64()),
        "small": pa.array([i % 250 for i in times], pa.uint8()),
        "price": pa.array([Decimal(i) / 8 for i in times], pa.decimal128(12, 3)),
        "day": pa.array([(start + i * HOUR).date() for i in times]),
        "site": pa.array([["a", "é" * 40, "\U0001f30a"][i % 3] for i in times]).dictionary_encode(),
        "hole": pa.array([float("nan") if i % 50 == 49 else float(i) for i in times], pa.float32()),
        "temp (°C)": pa.array([float(i) for i in times]),
        "list": pa.array([[i, None] if i % 5 else None for i in times], pa.list_(pa.uint16())),
        "pair": pa.array([{"x": i, "y": str(i)} for i in times]),
    }
    columns |= {name: pa.array([value(i) for i in times]) for name, value in more.items()}
    return pa.table(columns)


def append(directory, number, *words):
    """Appends version `number` to the series `/flow`; `--again` where it has these bytes already."""
    name = os.path.join(directory, f"flow_{number}.parquet")
    pq.write_table(readings(number), name)
    pond(directory, "copy", *words, "--as", "series", f"host:{name}", "/flow")


def make_pond(directory):
    """A pond with the first version of `/flow` and a series derived from it, `/days`."""
    pond(directory, "init")
    append(directory, 0)
    pond(directory, "mknod", "--factory", "sql-derived-series", "/days", "-", stdin=DERIVED.encode())


def export(directory, path, *words):
    """What `pond export path` says of the one table."""
    (table,) = pond_json(directory, "export", path, *words)
    return table


def facts(table):
    """Counts and sums of an Arrow table of the series: equal for readers that see the same rows."""
    column = lambda name: table.column(name).to_pylist()
    present = lambda name: [value for value in column(name) if value is not None]
    return {
        "rows": table.num_rows,
        "v": sum(present("v")),
        "n": sum(int(value) for value in present("n")),
        "small": sum(present("small")),
        "price": sum(present("price")),
        "day": sum(value.toordinal() for value in present("day")),
        "site": len("".join(present("site"))),
        "hole": sum(value for value in present("hole") if value == value),
        "temp": sum(present("temp (°C)")),
        "nan": sum(value != value for value in present("hole")),
        "list": sum(len(value) for value in present("list")),
        "pair": sum(value["x"] for value in present("pair")),
        "extra": sum(present("extra")) if "extra" in table.column_names else 0,
        "first": min(column("timestamp"), default=None),
        "last": max(column("timestamp"), default=None),
    }


def expected(count, keep=lambda row: True):
    """The facts of the first `count` versions, from what they were made of: of the rows that `keep` keeps."""
    rows = [row for number in range(count) for row in micros(readings(number)).to_pylist() if keep(row)]
    schema = micros(readings(len(VERSIONS) - 1)).schema
    return facts(pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema))


def micros(table):
    """`table` with its times in microseconds."""
    index = table.schema.get_field_index("timestamp")
    return table.set_column(index, "timestamp", table.column("timestamp").cast(pa.timestamp("us", tz="UTC")))


def load_duckdb():
    """A connection that knows Delta: the extension comes as a package, not from the network."""
    import duckdb

    connection = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    libraries = sysconfig.get_paths()["purelib"]
    (extension,) = glob.glob(os.path.join(libraries, "duckdb_ext/extensions/*/*/delta.duckdb_extension"))
    connection.execute(f"LOAD '{extension}'; SET TimeZone = 'UTC'")
    return connection
