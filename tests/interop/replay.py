"""The Delta protocol's reading side in a few lines, from its specification: what a table's files are at a version."""

import glob
import json
import os
import re
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq


def live_files(table, version, use_checkpoint=True):
    """Relative paths of the data files of `table` at `version`, from the newest checkpoint not after it and the commits since."""
    log = os.path.join(table, "_delta_log")
    live, start = set(), 0
    checkpoints = [
        int(match.group(1))
        for match in map(re.compile(r"^(\d{20})\.checkpoint\.parquet$").match, os.listdir(log))
        if match and int(match.group(1)) <= version
    ]
    if use_checkpoint and checkpoints:
        newest = max(checkpoints)
        rows = pq.read_table(os.path.join(log, f"{newest:020d}.checkpoint.parquet")).to_pylist()
        live = {unquote(row["add"]["path"]) for row in rows if row.get("add")}
        start = newest + 1
    for number in range(start, version + 1):
        with open(os.path.join(log, f"{number:020d}.json"), encoding="utf-8") as commit:
            for action in map(json.loads, commit):
                if "add" in action:
                    live.add(unquote(action["add"]["path"]))
                if "remove" in action:
                    live.discard(unquote(action["remove"]["path"]))
    return live


def newest_version(table):
    """The number of the newest commit."""
    commits = glob.glob(os.path.join(table, "_delta_log", "*.json"))
    return max(int(os.path.basename(name)[:20]) for name in commits)


def read_rows(table, files):
    """All rows of `files`, as a list of dicts, without the content."""
    tables = [pq.read_table(os.path.join(table, name)) for name in sorted(files)]
    whole = pa.concat_tables(tables).drop_columns(["content"])
    return whole.to_pylist()
