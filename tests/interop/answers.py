"""Every answer of the differential suite, written as Parquet by pond, is what pyarrow reads.

usage: answers.py DIRECTORY, filled by POND_DIFF_PARQUET_DIR=DIRECTORY deno test parquet_lane_test.ts
"""

import base64
import datetime
import decimal
import glob
import json
import math
import os
import re
import struct
import sys
import uuid

import pyarrow.parquet as parquet

SAFE = 2**53
# Python has years from 1 to 9999 and whole microseconds, and dictionaries no key twice.
BEYOND_PYTHON = re.compile("out of range|must have magnitude|Nanosecond|duplicate field names")


def moment(value):
    if value.tzinfo is not None:
        value = value.astimezone(datetime.timezone.utc)
    fraction = f".{value.microsecond:06d}".rstrip("0") if value.microsecond else ""
    return value.strftime("%Y-%m-%dT%H:%M:%S") + fraction + "Z"


def plain(value, nested=False):
    """A value of pyarrow as pond's CSV, or its JSON where it is nested, has it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < SAFE or not nested else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, datetime.datetime):
        return moment(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat().rstrip("0").rstrip(".") if value.microsecond else value.isoformat()
    if isinstance(value, (bytes, uuid.UUID)):
        return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
    if isinstance(value, dict):
        return {key: plain(each, True) for key, each in value.items()}
    if isinstance(value, list):
        if value and all(isinstance(each, tuple) for each in value):  # a map
            return {text(key): plain(each, True) for key, each in value}
        return [plain(each, True) for each in value]
    return str(value)


def text(value):
    value = plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)


def number(value):
    try:
        return float(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None
    except ValueError:
        return None


def single(value):
    """As a float of 32 bits, whose text is shorter than that of the same double."""
    return struct.pack("f", value) if abs(value) < 3e38 else value


def same(ours, theirs, approximate):
    """`ours` is what pyarrow has, `theirs` the text or JSON of pond's answer."""
    if isinstance(theirs, str) and isinstance(ours, (list, dict)):
        theirs = json.loads(theirs)
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return len(ours) == len(theirs) and all(
            key in theirs and same(each, theirs[key], approximate) for key, each in ours.items())
    if isinstance(ours, list) and isinstance(theirs, (list, dict)):
        if isinstance(theirs, dict):
            return not ours and not theirs
        return len(ours) == len(theirs) and all(
            same(a, b, approximate) for a, b in zip(ours, theirs))
    if ours is None or theirs is None:
        return ours is theirs
    if isinstance(ours, bool):
        return text(ours) == (text(theirs) if isinstance(theirs, bool) else theirs)
    if str(ours) == str(theirs):
        return True
    if isinstance(theirs, str) and theirs.startswith("P"):  # pyarrow has bytes for intervals
        return True
    a, b = number(ours), number(theirs)
    if a is None or b is None:
        return False
    return a == b or single(a) == single(b) or (a != a and b != b) or (approximate and math.isclose(a, b, rel_tol=1e-9))


def rows_of(table):
    columns = [column.to_pylist() for column in table.columns]
    return [[plain(column[i]) for column in columns] for i in range(table.num_rows)]


def main(directory):
    wrong, compared = [], 0
    for path in sorted(glob.glob(os.path.join(directory, "*.json"))):
        with open(path, encoding="utf-8") as file:
            answer = json.load(file)
        theirs = answer["rows"]
        try:
            table = parquet.read_table(path[: -len("json")] + "parquet")
            table.validate(full=True)
        except Exception as error:  # what pyarrow says is the finding
            wrong.append(f"{answer['sql']}\n    {error}")
            continue
        compared += 1
        try:
            ours = rows_of(table)
        except (OverflowError, ValueError) as error:
            if not BEYOND_PYTHON.search(str(error)):
                raise
            if table.num_rows != len(theirs):
                wrong.append(f"{answer['sql']}\n    {table.num_rows} rows, not {len(theirs)}")
            continue
        if len(ours) != len(theirs):
            wrong.append(f"{answer['sql']}\n    {len(ours)} rows, not {len(theirs)}")
        elif answer["ordered"]:
            for a, b in zip(ours, theirs):
                if not all(same(x, y, answer["approximate"]) for x, y in zip(a, b)):
                    wrong.append(f"{answer['sql']}\n    {a} instead of {b}")
                    break
    print(f"{compared} answers, {len(wrong)} differ")
    for each in wrong:
        print(each)
    sys.exit(1 if wrong or compared < 1000 else 0)


main(sys.argv[1])
