/**
 * `run_spark.py`: the tables of the directory in Spark, and a view of each derived node. What can't
 * be translated, or what Spark doesn't take, is refused by name, and so is all that stands on it.
 */
export const SPARK_SCRIPT = `"""The tables of this directory, and what derives from them, in Spark.

Made by \`pond export --with-views\`. It needs pyspark and sqlglot; Delta tables need delta-spark:

    spark-submit --packages io.delta:delta-spark_2.12:3.3.2 run_spark.py 'SELECT * FROM \`/path\`'
"""

import json
import pathlib
import sys

import sqlglot
from pyspark.sql import SparkSession

HERE = pathlib.Path(__file__).resolve().parent


def quoted(name):
    return "\`" + name.replace("\`", "\`\`") + "\`"


def statement(node):
    """The query in Spark's SQL, with its inputs as common table expressions."""
    query = sqlglot.transpile(
        node["query"], read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )[0]
    inputs = [(quoted(each["name"]), quoted(each["path"])) for each in node["inputs"]]
    tables = ", ".join(f"{name} AS (SELECT * FROM {of})" for name, of in inputs if name != of)
    return f"WITH {tables} SELECT * FROM ({query})" if tables else query


def register(spark):
    """Makes a view of each node; gives those that could not be made, with the reason."""
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    refused = {}
    for node in json.loads((HERE / "pond.json").read_text())["nodes"]:
        name = quoted(node["path"])
        try:
            if node["query"] is None:
                layout = "delta" if node["layout"] == "delta" else "parquet"
                rows = spark.read.format(layout).load(str(HERE / node["location"]))
                columns = [quoted(column["name"]) for column in node["columns"]]
                rows.select(*columns).createOrReplaceTempView(name)
            else:
                spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS {statement(node)}")
        except Exception as error:
            refused[node["path"]] = str(error).splitlines()[0]
    return refused


def session():
    """A session that knows Delta where its package is there (--packages)."""
    delta = "io.delta.sql.DeltaSparkSessionExtension"
    catalog = "org.apache.spark.sql.delta.catalog.DeltaCatalog"
    return (
        SparkSession.builder.config("spark.sql.extensions", delta)
        .config("spark.sql.catalog.spark_catalog", catalog)
        .getOrCreate()
    )


if __name__ == "__main__":
    spark = session()
    refused = register(spark)
    for path, why in refused.items():
        print(f"refused {path}: {why}", file=sys.stderr)
    for query in sys.argv[1:]:
        spark.sql(query).show(truncate=False)
    sys.exit(1 if refused else 0)
`;
