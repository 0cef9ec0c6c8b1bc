"""delta-rs and a replay written from the protocol open POND/data and see what pond says is there."""

import os
import tempfile

from deltalake import DeltaTable

from program import check, pond, pond_json
from replay import live_files, newest_version, read_rows

DATA = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "demo", "data"))
COMMITS = 45
FILES_APART = 260


def write(directory, number):
    """The `number`-th transaction: of every sort, so that versions, moves and removals are in the log."""
    if number % 9 == 8:
        pond(directory, "rm", f"/d{number % 5}/file_{number - 1}")
    elif number % 9 == 7:
        pond(directory, "mv", f"/d{(number - 1) % 5}/file_{number - 1}", f"/d{(number + 1) % 5}/file_{number}")
    elif number % 6 == 5:
        flow = f"host:{DATA}/flow_{1 + number % 2}.parquet"
        pond(directory, "copy", "--as", "series", "--again", flow, "/flow")
    else:
        body = (f"{number}\n" * (20_000 if number % 10 == 0 else 3)).encode()
        pond(directory, "copy", "-", f"/d{number % 5}/file_{number}", stdin=body)


def key(row):
    return (row["node_id"], row["version"], row["txn_seq"], row["name"], row["deleted"], row["sha256"])


def paths(rows, root):
    """Paths of the stored nodes that `rows` amount to: in every directory the newest row of each node, unless it left."""
    newest = {}
    for row in sorted(rows, key=lambda row: (row["txn_seq"], row["version"])):
        newest[(row["part_id"], row["node_id"])] = row
    below = {}
    for (part, node), row in newest.items():
        if not row["deleted"] and node != part:
            below.setdefault(part, []).append(row)

    def walk(part, prefix):
        for row in below.get(part, []):
            path = f"{prefix}/{row['name']}"
            yield path
            if row["file_type"] == "directory":
                yield from walk(row["node_id"], path)

    return sorted(walk(root, ""))


def come_and_go(directory):
    """Many files that are there for one transaction: compaction keeps their superseded rows apart."""
    pond(directory, "mkdir", "/passing")
    with tempfile.TemporaryDirectory() as host:
        names = [os.path.join(host, f"file_{number}") for number in range(FILES_APART)]
        for name in names:
            with open(name, "w", encoding="utf-8") as file:
                file.write(name)
        pond(directory, "copy", *(f"host:{name}" for name in names), "/passing")
    pond(directory, "rm", "-r", "/passing")
    pond(directory, "maintain")
    table = os.path.join(directory, ".pond", "data")
    check("superseded rows have a file of their own", len(live_files(table, newest_version(table))), 2)
    pond(directory, "mkdir", "/after")


def order(row):
    return (row["part_id"], row["name"], row["txn_seq"], row["version"])


def check_order(table, files):
    """Every file is sorted, whatever sort of rows it holds."""
    for name in sorted(files):
        rows = list(map(order, read_rows(table, [name])))
        check(f"{name} is sorted", rows == sorted(rows), True)


def compare(directory, counts):
    """Holds the newest state, and every older version seen so far, against both readers."""
    table = os.path.join(directory, ".pond", "data")
    version = newest_version(table)
    replayed = read_rows(table, live_files(table, version))
    delta = DeltaTable(table)
    check(f"version {version}: delta-rs sees it", delta.version(), version)
    rows = delta.to_pyarrow_table().drop_columns(["content"]).to_pylist()
    check(f"version {version}: rows of delta-rs and of the replay", sorted(map(key, rows)), sorted(map(key, replayed)))
    commits_only = live_files(table, version, use_checkpoint=False)
    check(f"version {version}: checkpoint and commits agree", live_files(table, version), commits_only)
    root = pond_json(directory, "show", "/")["id"]
    listed = sorted(entry["path"].rstrip("/") for entry in pond_json(directory, "list", "-R", "-a", "/"))
    check(f"version {version}: the tree", paths(rows, root), listed)
    check_order(table, commits_only)
    newest = max(row["txn_seq"] for row in rows)
    check(f"version {version}: the newest transaction", newest, pond_json(directory, "log", "-n", "1")[0]["transaction"])
    counts[version] = len(rows)
    for older, count in counts.items():
        check(f"version {older} as it was", DeltaTable(table, version=older).to_pyarrow_table().num_rows, count)


def main():
    with tempfile.TemporaryDirectory() as directory:
        counts = {}
        pond(directory, "init")
        pond(directory, "mkdir", *(f"/d{number}" for number in range(5)))
        for number in range(COMMITS):
            write(directory, number)
            if number in (0, 10, 30):
                compare(directory, counts)
        compare(directory, counts)
        come_and_go(directory)
        compare(directory, counts)
        log = os.listdir(os.path.join(directory, ".pond", "data", "_delta_log"))
        check("a checkpoint was among what was read", any(".checkpoint." in name for name in log), True)


if __name__ == "__main__":
    main()
