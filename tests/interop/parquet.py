"""Raw `cat` of stored, converted and derived tables is Parquet that pyarrow reads, with the rows that pond's own query gives."""

import io
import os
import tempfile

import pyarrow.parquet as pq

from program import check, pond, pond_json

DATA = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "demo", "data"))

CONFIGS = {
    "station": ("hostmount", f"directory: {DATA}/station\n"),
    "tables": ("csv-directory", "source: /station/*.csv\ntype: table\n"),
    "hot": (
        "sql-derived-table",
        "source: /tables/*.table\nquery: SELECT site, temp_c, oxygen_mgl FROM source WHERE temp_c > 20\n",
    ),
    "none": (
        "sql-derived-table",
        "source: /tables/*.table\nquery: SELECT site, temp_c, oxygen_mgl FROM source WHERE temp_c > 1000\n",
    ),
    "flow_days": (
        "sql-derived-series",
        "source: /flow\nquery: SELECT date_trunc('hour', timestamp)::TIMESTAMP AS hour, sum(flow_m3s) AS flow FROM source GROUP BY ALL\n"
        "time_column: hour\n",
    ),
}


def rows_of_parquet(content):
    table = pq.read_table(io.BytesIO(content))
    return table.column_names, table.to_pylist()


def compare(directory, path, times=()):
    """Rows of the Parquet that `cat` gives, against the JSON of the same."""
    columns, rows = rows_of_parquet(pond(directory, "cat", path, "--format", "parquet"))
    said = pond_json(directory, "cat", path)
    for row in rows:
        for column in times:
            row[column] = row[column].strftime("%Y-%m-%dT%H:%M:%S")
    for row in said:
        for column in times:
            row[column] = row[column][:19]
    order = lambda row: repr(sorted(row.items()))
    check(f"{path}: {len(rows)} rows of {columns}", sorted(rows, key=order), sorted(said, key=order))
    return columns, rows


def main():
    with tempfile.TemporaryDirectory() as directory:
        pond(directory, "init")
        for number in (1, 2):
            pond(directory, "copy", "--as", "series", f"host:{DATA}/flow_{number}.parquet", "/flow")
        for name, (factory, config) in CONFIGS.items():
            pond(directory, "mknod", "--factory", factory, f"/{name}", "-", stdin=config.encode())
        _, flow = compare(directory, "/flow", times=["timestamp"])
        check("/flow: rows of both versions", len(flow), 288)
        _, hot = compare(directory, "/hot")
        check("/hot: has rows", len(hot) > 0, True)
        columns, none = compare(directory, "/none")
        check("/none: no rows, with columns", (columns, none), (["site", "temp_c", "oxygen_mgl"], []))
        compare(directory, "/flow_days", times=["hour"])
        schema = pq.read_schema(io.BytesIO(pond(directory, "cat", "/flow_days", "--format", "parquet")))
        check("/flow_days: times are marked UTC", schema.field("hour").type.tz, "UTC")


main()
