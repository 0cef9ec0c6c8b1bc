"""A logger's week: six stations whose files grow, rotate and break, and cron jobs that all start at once and are killed now and then.

Every row that a complete line ever held is in its series once. `POND_WEEK_ROUNDS` says how many minutes are played.
"""

import datetime as dt
import json
import os
import random
import subprocess
import tempfile
import time

import pyarrow as pa
import pyarrow.parquet as pq

from program import WORDS, check, pond, pond_json

ROUNDS = int(os.environ.get("POND_WEEK_ROUNDS", "60"))
SEED = int(os.environ.get("POND_SEED", "1"))
START = dt.datetime(2026, 1, 5, tzinfo=dt.timezone.utc)
VIENNA = dt.timedelta(hours=1)


class Station:
    """A logger with a way of writing of its own, and what its complete lines held."""

    def __init__(self, directory, name, header, line, flags=()):
        self.directory, self.name, self.header, self.line, self.flags = directory, name, header, line, flags
        self.encoding = "latin-1" if name == "c" else "utf-8"
        self.rows, self.pending, self.rotations = [], "", 0
        self.path = os.path.join(directory, f"{name}.csv")
        self.write(header)

    def write(self, text):
        with open(self.path, "ab") as file:
            file.write(text.encode(self.encoding))

    def log(self, chance):
        """Some lines, the last perhaps by half; a line that was begun is ended first."""
        if self.pending:
            self.write(self.pending)
            self.rows.append(self.row(len(self.rows)))
            self.pending = ""
        for _ in range(chance.randrange(4)):
            self.write(self.line(*self.row(len(self.rows))) + "\n")
            self.rows.append(self.row(len(self.rows)))
        if self.name == "d" and chance.random() < 0.3:
            self.write("oops\n# a remark\n")
        if chance.random() < 0.3:
            text = self.line(*self.row(len(self.rows))) + "\n"
            cut = chance.randrange(1, len(text))
            self.write(text[:cut])
            self.pending = text[cut:]
        elif self.name in "ae" and chance.random() < 0.25:
            self.rotate()

    def rotate(self):
        self.rotations += 1
        os.rename(self.path, os.path.join(self.directory, f"{self.name}.{self.rotations}.csv"))
        self.write(self.header)

    @staticmethod
    def row(number):
        return START + dt.timedelta(minutes=number), number

    def command(self):
        return ["ingest", *self.flags, f"host:{self.directory}/{self.name}*.csv", f"/s/{self.name}.series"]


def stations(directory):
    iso = lambda time: time.strftime("%Y-%m-%dT%H:%M:%SZ")
    local = lambda time: (time + VIENNA).strftime("%d.%m.%Y %H:%M:%S")
    make = lambda *words: Station(directory, *words)
    return [
        make("a", "timestamp,v\n", lambda t, v: f"{iso(t)},{v}"),
        make("b", "timestamp;v;x\n", lambda t, v: f"{iso(t)};{v};{v},5", ("--delimiter", ";", "--decimal", ",")),
        make("c", "timestamp,site,v\n", lambda t, v: f"{iso(t)},\u00dcbersee,{v}", ("--encoding", "latin1")),
        make("d", "# logger 4\ntimestamp,v,x\n", lambda t, v: f"{iso(t)},{v},{'NA' if v % 3 else '---'}", ("--comment", "#", "--null", "NA", "--null", "---", "--on-error", "skip")),
        make("e", "timestamp,v\n", lambda t, v: f"{local(t)},{v}", ("--timezone", "Europe/Vienna", "--time-format", "%d.%m.%Y %H:%M:%S")),
        make("f", "date,time,v\n", lambda t, v: f"{t:%Y-%m-%d},{t:%H:%M:%S},{v}", ("--time-column", "date", "--time-column", "time")),
    ]


def minute(directory, jobs, chance):
    """Starts all jobs at once and kills some; the others must do their work."""
    started = [(words, subprocess.Popen([*WORDS, *words], cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE)) for words in jobs]
    killed = set()
    if chance.random() < 0.6:
        time.sleep(chance.random() * 1.5)
        for i in chance.sample(range(len(started)), 2):
            started[i][1].kill()
            killed.add(i)
    for i, (words, process) in enumerate(started):
        _, stderr = process.communicate()
        if i not in killed and process.returncode != 0:
            raise RuntimeError(f"pond {' '.join(words)}: {process.returncode}: {stderr.decode()}")
    return len(killed)


def append_wrongly(directory):
    """An append that nobody wanted, and its version."""
    name = os.path.join(directory, "wrong.parquet")
    times = pa.array([START + dt.timedelta(days=1)], pa.timestamp("us", tz="UTC"))
    pq.write_table(pa.table({"timestamp": times, "v": pa.array([-1])}), name)
    pond(directory, "copy", "--as", "series", f"host:{name}", "/s/a.series")
    return str(pond_json(directory, "show", "/s/a.series")["version"])


def report(directory, query, *words):
    config = f"source: /s/a.series\nquery: {query}\n"
    pond(directory, "mknod", "--factory", "sql-derived-table", *words, "/report", "-", stdin=config.encode())


def compare(directory, station):
    """The rows of the series and those that the station wrote, as a replay of its files has them too."""
    said = json.loads(pond(directory, "cat", f"/s/{station.name}.series", "--format", "json"))
    column = next(name for name in said[0] if "time" in name)
    seen = sorted((dt.datetime.fromisoformat(row[column]), row["v"]) for row in said)
    check(f"week: {station.name}, {len(seen)} rows, {station.rotations} rotations", seen, station.rows)


def main():
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as directory:
        pond(directory, "init")
        logs = os.path.join(directory, "logs")
        os.mkdir(logs)
        all_stations = stations(logs)
        pond(directory, "mkdir", "/s")
        killed = 0
        for number in range(ROUNDS):
            for station in all_stations:
                station.log(chance)
            jobs = [station.command() for station in all_stations]
            jobs += [all_stations[0].command(), ["export", "/s/*", "--to", "out"] if number > 2 else ["list", "/s"]]
            killed += minute(directory, jobs, chance)
            if number == ROUNDS // 2:
                pond(directory, *all_stations[0].command())
                report(directory, "SELECT count(*) AS n, sum(v)::BIGINT AS v FROM source")
                then = str(pond_json(directory, "log", "-n", "1")[0]["transaction"])
                answer = pond(directory, "cat", "/report", "--format", "json")
                version = append_wrongly(directory)
                pond(directory, "rm", "--version", version, "/s/a.series")
                report(directory, "SELECT max(v) AS v FROM source", "--overwrite")
        for station in all_stations:
            pond(directory, *station.command())
            compare(directory, station)
        check("week: last Tuesday's report", pond(directory, "cat", "/report", "--at", then, "--format", "json"), answer)
        check("week: nothing is damaged", pond(directory, "fsck"), b"")
        print(f"ok week: {ROUNDS} minutes, {killed} jobs killed, seed {SEED}")


main()
