"""Makes the Parquet fixtures of this folder: `pip install pyarrow==26.0.1 && python make_parquet.py`."""

import datetime
import decimal
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent
BASE = datetime.datetime(2026, 1, 1)
TIMES = [BASE + datetime.timedelta(hours=n, microseconds=n) for n in range(6)]


def times(unit: str, zone: str | None) -> pa.Array:
    base = int(BASE.replace(tzinfo=datetime.timezone.utc).timestamp())
    scale = {"ms": 10**3, "us": 10**6, "ns": 10**9}[unit]
    values = [(base + 3600 * n) * scale + n for n in range(6)]
    return pa.array(values, pa.timestamp(unit, zone))


def write(name: str, table: pa.Table, **options) -> None:
    pq.write_table(table, HERE / name, **{"row_group_size": 3, "version": "2.6", **options})


flags = {f"{unit}_{zone or 'local'}": times(unit, zone) for unit in ("ms", "us", "ns") for zone in (None, "UTC")}
write("timestamps.parquet", pa.table({
    **flags,
    "tokyo": times("us", "Asia/Tokyo"),
    "time": pa.array([datetime.time(1, 2, 3)] * 6, pa.time64("us")),
    "nested": pa.array([{"at": t, "list": [t, None]} for t in TIMES], pa.struct({
        "at": pa.timestamp("us", "UTC"),
        "list": pa.list_(pa.timestamp("ns", "UTC")),
    })),
}))
TYPES = {
    "boolean": pa.array([True, False, None]),
    **{t: pa.array([1, 2, None], getattr(pa, t)()) for t in
       ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")},
    "float": pa.array([1.5, None, 2.5], pa.float32()),
    "double": pa.array([0.1, None, 0.2], pa.float64()),
    "decimal": pa.array([decimal.Decimal("1.20"), None, decimal.Decimal("-3.40")], pa.decimal128(20, 2)),
    "string": pa.array(["a", "", None]),
    "binary": pa.array([b"\0", b"", None], pa.binary()),
    "fixed": pa.array([b"abc", b"def", None], pa.binary(3)),
    "date": pa.array([0, 1, None], pa.date32()),
    "time": pa.array([1, 2, None], pa.time32("ms")),
    "list": pa.array([[1, None], [], None], pa.list_(pa.int32())),
    "struct": pa.array([{"x": 1, "y": "a"}, None, None]),
    "map": pa.array([[("k", 1)], None, []], pa.map_(pa.string(), pa.int64())),
    "deep": pa.array([[{"a": [1.0]}], None, []]),
    "__proto__": pa.array([1, 2, 3]),
    "required": pa.array([1, 2, 3]),
}
write("types.parquet", pa.Table.from_arrays(list(TYPES.values()), schema=pa.schema(
    [pa.field(name, array.type, nullable=name != "required") for name, array in TYPES.items()])))
ROWS = pa.table({"ts": times("us", "UTC"), "v": pa.array(range(6)), "s": pa.array(list("abcdef"))})
for codec in ("lz4", "brotli", "zstd"):
    write(f"{codec}.parquet", ROWS, compression=codec)
write("int96.parquet", ROWS, use_deprecated_int96_timestamps=True)
write("no_statistics.parquet", ROWS, write_statistics=False)
write("null_time.parquet", pa.table({"ts": pa.array([None, TIMES[0], TIMES[1]], pa.timestamp("us")), "v": [1, 2, 3]}))
write("epoch_seconds.parquet", pa.table({"time": [1767225600, 1767225700], "v": [1, 2]}))
EDGE = [2**63 - 1, -2**63, 2**62, -2**62, 7, 2**61]
write("wide_delta.parquet", pa.table({"n": EDGE}), use_dictionary=False,
      column_encoding={"n": "DELTA_BINARY_PACKED"})
