"""Makes the Parquet files of this directory, one for each writer and its options, and `expected.json`: what
pyarrow reads from each, every value as text.

    python make_formats.py        # needs pyarrow, duckdb, polars
"""

import datetime as dt
import decimal
import json
import pathlib

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent
N = 40


def every(n, value):
    """Values with every n-th one missing."""
    return [None if i % n == 0 else value(i) for i in range(N)]


FLAT = pa.table({
    "b": pa.array(every(7, lambda i: i % 3 == 0)),
    "i8": pa.array(every(5, lambda i: i - 20), pa.int8()),
    "i16": pa.array(every(6, lambda i: i * 800 - 16000), pa.int16()),
    "i32": pa.array(every(7, lambda i: i * 10**7), pa.int32()),
    "i64": pa.array(every(8, lambda i: i * 10**17), pa.int64()),
    "u8": pa.array(every(5, lambda i: i * 6), pa.uint8()),
    "u16": pa.array(every(6, lambda i: i * 1600), pa.uint16()),
    "u32": pa.array(every(7, lambda i: i * 10**8), pa.uint32()),
    "u64": pa.array(every(8, lambda i: 2**64 - 1 - i), pa.uint64()),
    "f32": pa.array(every(9, lambda i: i / 4), pa.float32()),
    "f64": pa.array(every(9, lambda i: i / 8 - 2), pa.float64()),
    "s": pa.array(every(4, lambda i: f"größe {i % 5}" * (i % 3))),
    "bin": pa.array(every(5, lambda i: bytes([65 + i % 20, 66])), pa.binary()),
    "fixed": pa.array(every(5, lambda i: bytes([65 + i % 20] * 4)), pa.binary(4)),
    "d9": pa.array(every(6, lambda i: decimal.Decimal(i * 12345) / 100), pa.decimal128(9, 2)),
    "d18": pa.array(every(6, lambda i: decimal.Decimal(-i * 10**10) / 1000), pa.decimal128(18, 3)),
    "d38": pa.array(every(6, lambda i: decimal.Decimal(i * 10**30)), pa.decimal128(38, 0)),
    "date": pa.array(every(7, lambda i: dt.date(1960, 1, 1) + dt.timedelta(days=997 * i))),
    "t_ms": pa.array(every(7, lambda i: dt.time(i % 24, 30, 1, 5000)), pa.time32("ms")),
    "t_us": pa.array(every(7, lambda i: dt.time(i % 24, 59, 2, 123456)), pa.time64("us")),
    "ts_ms": pa.array(every(5, lambda i: dt.datetime(1969, 1, 1, 5) + i * dt.timedelta(days=40)),
                      pa.timestamp("ms")),
    "ts_us": pa.array(every(5, lambda i: dt.datetime(2024, 1, 1, 5, 6, 7, i)), pa.timestamp("us")),
    "ts_utc": pa.array(every(5, lambda i: dt.datetime(2024, 1, 1, 5, 6, 7, i)),
                       pa.timestamp("us", "UTC")),
})
NANOSECONDS = pa.table({"ts_ns": pa.array(every(5, lambda i: 1704067200000001000 + i * 10**9),
                                          pa.timestamp("ns"))})
NESTED = pa.table({
    "list": pa.array(every(5, lambda i: [None if j == 2 else j for j in range(i % 4)])),
    "texts": pa.array(every(4, lambda i: ["x"] * (i % 3))),
    "struct": pa.array(every(6, lambda i: {"a": i, "b": f"v{i % 3}"})),
    "deep": pa.array(every(7, lambda i: [{"k": i, "l": [i, i + 1]}] * (i % 3))),
    "map": pa.array(every(5, lambda i: [("k1", i), ("k2", None)][:i % 3]),
                    pa.map_(pa.string(), pa.int32())),
})
DICTIONARY = pa.table({"s": pa.array(every(5, lambda i: f"word {i % 3}")).dictionary_encode(),
                       "n": pa.array(every(9, lambda i: i % 2), pa.int64())})
FLOATS = FLAT.select(["f32", "f64"])
INTEGERS = FLAT.select(["i32", "i64", "ts_us"])
TEXTS = FLAT.select(["s", "bin"])


def write_all():
    def pyarrow(name, table, **options):
        pq.write_table(table, HERE / f"{name}.parquet", row_group_size=25, **options)

    for codec in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
        pyarrow(f"pyarrow_{codec}", FLAT, compression=codec)
        pyarrow(f"pyarrow_nested_{codec}", NESTED, compression=codec)
    pyarrow("pyarrow_v2_pages", FLAT, data_page_version="2.0", version="2.6")
    pyarrow("pyarrow_v2_pages_nested", NESTED, data_page_version="2.0")
    pyarrow("pyarrow_v2_pages_lz4", FLAT, data_page_version="2.0", compression="lz4")
    pyarrow("pyarrow_plain", FLAT, use_dictionary=False)
    pyarrow("pyarrow_integer_decimals", FLAT.select(["d9", "d18"]), store_decimal_as_integer=True)
    pyarrow("pyarrow_dictionary", DICTIONARY)
    pyarrow("pyarrow_nanoseconds", NANOSECONDS)
    pyarrow("pyarrow_byte_stream_split", FLOATS, use_dictionary=False, use_byte_stream_split=True)
    delta = {"use_dictionary": False, "version": "2.6"}
    pyarrow("pyarrow_delta_integers", INTEGERS, column_encoding="DELTA_BINARY_PACKED", **delta)
    pyarrow("pyarrow_delta_texts", TEXTS, column_encoding="DELTA_BYTE_ARRAY", **delta)
    pyarrow("pyarrow_delta_lengths", TEXTS, column_encoding="DELTA_LENGTH_BYTE_ARRAY", **delta)
    pyarrow("pyarrow_no_statistics", FLAT, write_statistics=False)
    # As Spark writes by default: times of 96 bits, three-level lists called "array" aside.
    pyarrow("spark_like", FLAT.drop_columns(["t_ms", "t_us", "u8", "u16", "u32", "u64"]),
            flavor="spark", use_deprecated_int96_timestamps=True, compression="snappy")
    pyarrow("legacy_lists", NESTED, use_compliant_nested_type=False)

    connection = duckdb.connect()
    for name, table in [("flat", FLAT), ("nested", NESTED)]:
        connection.register("t", table)
        for version in ["V1", "V2"]:
            connection.execute(f"COPY t TO '{HERE}/duckdb_{name}_{version.lower()}.parquet' "
                               f"(FORMAT parquet, PARQUET_VERSION {version})")
        connection.unregister("t")
    polars = pl.from_arrow(FLAT.drop_columns(["fixed"]))
    polars.write_parquet(HERE / "polars_zstd.parquet")
    polars.write_parquet(HERE / "polars_lz4.parquet", compression="lz4")
    pl.from_arrow(NESTED.drop_columns(["map"])).write_parquet(HERE / "polars_nested.parquet")


def expected(path):
    """Columns of a file as pyarrow reads them, every value as DuckDB's text."""
    table = pq.read_table(path)
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.register("t", table)
    columns = {}
    for name in table.column_names:
        cast = f'CAST(CAST("{name}" AS TIMESTAMP) AS VARCHAR)' \
            if pa.types.is_timestamp(table.schema.field(name).type) else f'CAST("{name}" AS VARCHAR)'
        columns[name] = [row[0] for row in connection.execute(f"SELECT {cast} FROM t").fetchall()]
    return columns


write_all()
files = sorted(HERE.glob("*.parquet"))
lines = [f"{json.dumps(file.name)}: {json.dumps(expected(file), ensure_ascii=False)}" for file in files]
(HERE / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
