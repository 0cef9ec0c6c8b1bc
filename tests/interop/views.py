"""What `pond export --with-views` writes: the views in native DuckDB, over Delta tables, have the rows that pond has."""

import json
import os
import subprocess
import sys
import tempfile

import duckdb
import sqlglot

from exports import append, load_duckdb
from program import check, pond

NODES = {
    "/raw_tables": ("csv-directory", "source: /raw/*.csv"),
    "/days": ("sql-derived-series", "source: /flow\nquery: SELECT date_trunc('day', timestamp)::TIMESTAMP AS timestamp, sum(v) AS v, count(*) AS n FROM source GROUP BY ALL"),
    "/high": ("sql-derived-table", "patterns: {d: /days}\nquery: WITH m AS (SELECT avg(n) AS m FROM d) SELECT d.* FROM d, m WHERE n >= m"),
    "/sites": ("sql-derived-table", "source: /raw_tables/*\ncaptures: [file]\nquery: SELECT file, site, v FROM source WHERE v IS NOT NULL"),
    "/both": ("sql-derived-table", 'query: SELECT site, v FROM "csv:///raw/a.csv" UNION ALL SELECT site, hole FROM "/flow"'),
}


def make_pond(directory):
    """A pond with a stored series of odd types, CSV files, and chains over both."""
    pond(directory, "init")
    append(directory, 0)
    append(directory, 2)
    pond(directory, "mkdir", "/raw")
    for name in "ab":
        pond(directory, "copy", "-", f"/raw/{name}.csv", stdin=f"site,v\n{name},1.5\nz,\n".encode())
    for path, (factory, config) in NODES.items():
        pond(directory, "mknod", "--factory", factory, path, "-", stdin=config.encode())


def rows(text):
    """Rows of JSON objects, in an order of their own."""
    return sorted(json.dumps(list(row.values())) for row in text)


def compare_views(directory, out):
    """Each node as text, in both engines; the pond's own query over it is the measure."""
    connection = load_duckdb()
    os.chdir(out)
    with open("duckdb.sql") as script:
        connection.execute(script.read())
    with open("pond.json") as file:
        catalog = json.load(file)
    for node in catalog["nodes"]:
        if "*" in node["path"]:
            continue
        columns = ", ".join(f'CAST("{column["name"]}" AS VARCHAR) AS c{i}' for i, column in enumerate(node["columns"]))
        query = f'SELECT {columns} FROM "{node["path"]}"'
        said = json.loads(pond(directory, "sql", query, "--json"))
        found = connection.execute(query)
        names = [name for name, *_ in found.description]
        seen = [dict(zip(names, row)) for row in found.fetchall()]
        check(f"views: {node['path']}, {len(said)} rows", rows(seen), rows(said))
    views = [node["path"] for node in catalog["nodes"] if node["query"] is not None]
    check("views: derived nodes", views, ["/both", "/days", "/high", "/sites"])
    for node in catalog["nodes"]:
        if node["query"] is not None:
            sqlglot.transpile(node["query"], read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    print("ok views: sqlglot reads every query")


def check_package(out):
    """The catalog names files that are there."""
    with open(os.path.join(out, "datapackage.json")) as file:
        resources = json.load(file)["resources"]
    for resource in resources:
        missing = [path for path in resource["path"] if not os.path.exists(os.path.join(out, path))]
        check(f"datapackage: {resource['name']}", missing, [])


def check_dbt(directory):
    """The dbt project, run over plain Parquet files: its models have the rows of the nodes."""
    project = os.path.join(directory, "plain", "dbt")
    pond(directory, "export", "/*", "--to", "plain", "--layout", "files", "--with-views", "--dbt")
    dbt = os.path.join(os.path.dirname(sys.executable), "dbt")
    done = subprocess.run([dbt, "run", "--profiles-dir", "."], cwd=project, capture_output=True)
    check("dbt runs the project", (done.returncode, done.stdout.decode()[-2000:] if done.returncode else ""), (0, ""))
    os.chdir(project)
    with duckdb.connect("pond.duckdb") as connection:
        for node in NODES:
            if node == "/raw_tables":
                continue
            (said,) = json.loads(pond(directory, "sql", f'SELECT count(*) AS n FROM "{node}"', "--json"))
            check(f"dbt: {node}", connection.execute(f'SELECT count(*) FROM "{node[1:]}"').fetchone()[0], said["n"])


def main():
    with tempfile.TemporaryDirectory() as directory:
        make_pond(directory)
        out = os.path.join(directory, "out")
        pond(directory, "export", "/*", "--to", "out", "--with-views")
        compare_views(directory, out)
        check_package(out)
        check_dbt(directory)
        os.chdir("/")


if __name__ == "__main__":
    main()
