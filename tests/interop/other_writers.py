"""Parquet of every type, encoding, codec and page version that pyarrow writes is read by pond as pyarrow reads it."""

import base64
import datetime
import decimal
import math
import os
import tempfile

import pyarrow as pa
import pyarrow.parquet as pq

from program import check, pond, pond_json

ROWS = 300
CODECS = ("none", "snappy", "gzip", "brotli", "lz4", "zstd")
DATES = [datetime.date(1970, 1, 1), datetime.date(1, 1, 1), datetime.date(9999, 12, 31), datetime.date(2024, 2, 29)]
TIMES = [datetime.time(0, 0), datetime.time(0, 0, 5), datetime.time(12, 34, 56, 789000), datetime.time(23, 59, 59)]
MOMENTS = [
    datetime.datetime(1970, 1, 1),
    datetime.datetime(2024, 2, 29, 12, 34, 56),
    datetime.datetime(1969, 12, 31, 23, 59, 59),
    datetime.datetime(2200, 1, 1),
]


def decimals(precision, scale):
    context = decimal.Context(prec=60)
    largest = 10**precision - 1
    return [decimal.Decimal(value).scaleb(-scale, context) for value in (0, 1, -1, largest, -largest, 42)]


def flat_types():
    """Name, type, values and the encodings beside PLAIN and a dictionary."""
    yield "bool", pa.bool_(), [True, False, True], ["RLE"]
    for bits in (8, 16, 32, 64):
        low, high = -(1 << bits - 1), (1 << bits - 1) - 1
        integers = ["DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"]
        yield f"int{bits}", pa.int64() if bits == 64 else getattr(pa, f"int{bits}")(), [0, 1, -1, low, high, 42], integers
        yield f"uint{bits}", getattr(pa, f"uint{bits}")(), [0, 1, (1 << bits) - 1, 1 << bits - 1, 42], integers
    split = ["BYTE_STREAM_SPLIT"]
    yield "half", pa.float16(), [0.0, 1.5, -2.25, 65504.0, math.inf, math.nan], split + ["DELTA_BYTE_ARRAY"]
    yield "float", pa.float32(), [0.0, 1.5, 3.4e38, math.inf, math.nan], split
    yield "double", pa.float64(), [0.0, 1.5, 1.7e308, 5e-324, -math.inf, math.nan], split
    texts = ["DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"]
    yield "string", pa.string(), ["", "a", "ü", "日本語", "x" * 200, "b", "a"], texts
    yield "large", pa.large_string(), ["", "a", "ü"], texts
    yield "binary", pa.binary(), [b"", b"\x00\xff", b"abc" * 30], texts
    yield "fixed", pa.binary(5), [b"abcde", bytes(5), b"\xff" * 5], ["DELTA_BYTE_ARRAY", "BYTE_STREAM_SPLIT"]
    yield "date", pa.date32(), DATES, integers
    for unit in ("ms", "us", "ns"):
        yield f"time_{unit}", (pa.time32 if unit == "ms" else pa.time64)(unit), TIMES, integers
        yield f"local_{unit}", pa.timestamp(unit), MOMENTS, integers
        yield f"utc_{unit}", pa.timestamp(unit, "UTC"), MOMENTS, integers
    for precision, scale in ((5, 2), (9, 0), (18, 4), (19, 4), (38, 0), (38, 37)):
        yield (
            f"decimal_{precision}_{scale}",
            pa.decimal128(precision, scale),
            decimals(precision, scale),
            ["DELTA_BYTE_ARRAY", "BYTE_STREAM_SPLIT"],
        )


def nested_types():
    yield "list", pa.list_(pa.int32()), [[], [1, None, 3], [4]], []
    yield "lists", pa.list_(pa.list_(pa.string())), [[], [["a"], [], None, ["ü", None]], [["b"]]], []
    yield "struct", pa.struct([("x", pa.int64()), ("y", pa.string())]), [{"x": 1, "y": "a"}, {"x": None, "y": None}], []
    yield "map", pa.map_(pa.string(), pa.int64()), [[("a", 1), ("b", None)], [], [("c", 3)]], []
    deep = pa.struct([("a", pa.list_(pa.float16())), ("m", pa.map_(pa.string(), pa.list_(pa.int8())))])
    yield "deep", pa.list_(deep), [[{"a": [1.5], "m": [("k", [1, 2])]}, None], [], [{"a": None, "m": []}]], []


def repeated(values, has_nulls):
    return [None if has_nulls and row % 7 == 3 else values[row % len(values)] for row in range(ROWS)]


def table_of(types):
    """Each type twice, with NULLs and without; and rows that are all NULL for a page and more."""
    arrays, fields = [], []
    for name, kind, values, _ in types:
        for has_nulls in (True, False):
            column = repeated(values, has_nulls)
            if has_nulls:
                column[100:200] = [None] * 100
            arrays.append(pa.array(column, kind))
            fields.append(pa.field(name + ("_n" if has_nulls else "_r"), kind, nullable=has_nulls))
    return pa.table(arrays, schema=pa.schema(fields))


def files(directory):
    """Writes the files and yields their names."""
    small = {"data_page_size": 256, "row_group_size": 130, "write_page_checksum": True}
    number = 0
    for version in ("1.0", "2.0"):
        flat = list(flat_types())
        both = flat + list(nested_types())
        for encoding in ("dictionary", "PLAIN", *sorted({each for *_, more in flat for each in more})):
            types = both if encoding in ("dictionary", "PLAIN") else [each for each in flat if encoding in each[3]]
            table = table_of(types)
            options = {"use_dictionary": encoding == "dictionary"}
            if encoding not in ("dictionary", "PLAIN"):
                options["column_encoding"] = {name: encoding for name in table.column_names}
            for codec in (CODECS[number % 6], CODECS[(number + 3) % 6]):
                name = f"v{version[0]}_{encoding.lower()}_{codec}.parquet"
                path = os.path.join(directory, name)
                pq.write_table(table, path, data_page_version=version, compression=codec, **small, **options)
                yield name
            number += 1
    old = table_of([("local_us", pa.timestamp("us"), MOMENTS, [])])
    pq.write_table(old, os.path.join(directory, "int96.parquet"), use_deprecated_int96_timestamps=True)
    yield "int96.parquet"
    whole = table_of([each for each in flat_types() if each[0].startswith("decimal_")])
    pq.write_table(whole, os.path.join(directory, "decimal_integers.parquet"), store_decimal_as_integer=True)
    yield "decimal_integers.parquet"


def said(value, kind):
    """`value` as pond's JSON has it."""
    if value is None:
        return None
    if pa.types.is_map(kind):
        return {str(key): said(each, kind.item_type) for key, each in value}
    if pa.types.is_struct(kind):
        return {field.name: said(value[field.name], field.type) for field in kind}
    if pa.types.is_list(kind):
        return [said(each, kind.value_type) for each in value]
    if pa.types.is_floating(kind):
        if math.isnan(value):
            return "NaN"
        return ("-" if value < 0 else "") + "Infinity" if math.isinf(value) else float(value)
    if pa.types.is_decimal(kind):
        # Without a fraction 38 digits are integers.
        return format(value, "f") if (kind.precision, kind.scale) != (38, 0) else exact(int(value))
    if pa.types.is_integer(kind):
        return exact(value)
    if pa.types.is_timestamp(kind):
        return value.replace(tzinfo=None).isoformat() + "Z"
    if pa.types.is_time(kind):
        return value.isoformat().rstrip("0") if value.microsecond else value.isoformat()
    if pa.types.is_date(kind):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def exact(number):
    return number if abs(number) < 2**53 else str(number)


def same(found, expected, kind):
    if pa.types.is_float32(kind) and isinstance(found, (int, float)) and isinstance(expected, float):
        return pa.scalar(found, pa.float32()) == pa.scalar(expected, pa.float32())
    return found == expected


def micros(array):
    """Times as SQL has them: pyarrow gives no Python value for nanoseconds."""
    if pa.types.is_timestamp(array.type):
        return array.cast(pa.timestamp("us", array.type.tz), safe=False)
    if pa.types.is_time64(array.type):
        return array.cast(pa.time64("us"), safe=False)
    return array


def main():
    with tempfile.TemporaryDirectory() as directory:
        names = list(files(directory))
        home = os.path.join(directory, "home")
        os.mkdir(home)
        pond(home, "init")
        pond(home, "mkdir", "/t")
        pond(home, "copy", "--as", "table", *[f"host:{os.path.join(directory, name)}" for name in names], "/t/")
        for name in names:
            table = pq.read_table(os.path.join(directory, name))
            rows = pond_json(home, "cat", f"/t/{name}")
            wrong = [] if len(rows) == ROWS else [f"{len(rows)} rows"]
            for column, array in zip(table.column_names, table.columns):
                array = micros(array)
                for row, value in enumerate(array.to_pylist()):
                    found, expected = rows[row].get(column), said(value, array.type)
                    if not same(found, expected, array.type):
                        wrong.append((column, row, found, expected))
                        break
            check(f"{name}: {table.num_columns} columns", wrong, [])


main()
