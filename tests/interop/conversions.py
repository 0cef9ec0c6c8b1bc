"""CSV files as a csv-directory shows them, value by value against pyarrow's own reading: 500 generated files, seed printed."""

import csv
import os
import random
import tempfile

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from program import check, pond

FILES = 500
SEED = int(os.environ.get("POND_SEED", random.randrange(2**32)))
WORDS = ["", "a", "plain words", 'with "quotes"', "comma, inside", "line\nbreak", "café 温度", " spaced ", "x" * 300]


def integer(r):
    return str(r.choice([0, -1, 7, r.randint(-(2**63), 2**63 - 1), r.randint(-1000, 1000)]))


def double(r):
    return repr(r.choice([0.5, -0.0, 1e300, 5e-324, r.uniform(-1e6, 1e6), r.gauss(0, 1)]))


def timestamp(r):
    text = f"{r.randint(1900, 2200):04}-{r.randint(1, 12):02}-{r.randint(1, 28):02}"
    text += f"T{r.randint(0, 23):02}:{r.randint(0, 59):02}:{r.randint(0, 59):02}"
    return text + r.choice(["", f".{r.randint(0, 999999):06}"])


def date(r):
    return f"{r.randint(1900, 2200):04}-{r.randint(1, 12):02}-{r.randint(1, 28):02}"


KINDS = {
    "integer": (integer, pa.int64()),
    "double": (double, pa.float64()),
    "timestamp": (timestamp, pa.timestamp("us")),
    "date": (date, pa.date32()),
    "boolean": (lambda r: r.choice(["true", "false"]), pa.bool_()),
    # The first word is never empty, so that no column is NULL throughout.
    "text": (lambda r: r.choice(WORDS), pa.string()),
}


def generate(directory, r):
    """Files of up to 200 rows and 6 columns with every tenth value NULL; returns the types of each."""
    types = {}
    for i in range(FILES):
        kinds = [r.choice(list(KINDS)) for _ in range(r.randint(2, 6))]
        names = [f"{kind}_{place}" for place, kind in enumerate(kinds)]
        rows = [[KINDS[kind][0](r) if r.random() > 0.1 else "" for kind in kinds] for _ in range(r.randint(1, 200))]
        first = [{"text": "word", "double": "0.25", "integer": "3"}.get(kind) or KINDS[kind][0](r) for kind in kinds]
        path = os.path.join(directory, f"f{i:03}.csv")
        with open(path, "w", newline="", encoding="utf8") as file:
            writer = csv.writer(file, lineterminator=r.choice(["\n", "\r\n"]))
            writer.writerows([names, first, *rows])
        types[f"f{i:03}"] = {name: KINDS[kind][1] for name, kind in zip(names, kinds)}
    return types


def expected(path, types):
    options = pc.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True)
    table = pc.read_csv(path, parse_options=pc.ParseOptions(newlines_in_values=True), convert_options=options)
    return table.to_pydict()


def shown(path):
    """Without the UTC mark of timestamps, which pyarrow doesn't give to what it reads."""
    table = pq.read_table(path)
    columns = {}
    for field in table.schema:
        column = table[field.name]
        columns[field.name] = column.cast(pa.timestamp("us")) if pa.types.is_timestamp(field.type) else column
    return {name: column.to_pylist() for name, column in columns.items()}


def main():
    print(f"seed {SEED} (POND_SEED replays it)")
    with tempfile.TemporaryDirectory() as work:
        host, out = os.path.join(work, "host"), os.path.join(work, "out")
        os.mkdir(host)
        types = generate(host, random.Random(SEED))
        pond(work, "init")
        pond(work, "mknod", "--factory", "hostmount", "/raw", "-", stdin=f"directory: {host}\n".encode())
        pond(work, "mknod", "--factory", "csv-directory", "/tables", "-", stdin=b"source: /raw/*.csv\n")
        pond(work, "copy", "-r", "/tables", f"host:{out}")
        different = [
            name for name, columns in types.items()
            if shown(os.path.join(out, f"{name}.table")) != expected(os.path.join(host, f"{name}.csv"), columns)
        ]
        check(f"{FILES} generated CSVs: values as pyarrow reads them", different, [])


main()
