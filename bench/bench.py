#!/usr/bin/env python3
"""Compares `migrate` with Alembic and psql on one server, and prints a table.

Everything is made in a temporary folder and removed at the end. Times are medians of wall-clock
time, the start of the process included, because that is what a deploy or a developer waits for.
"""

import argparse
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import generate
import rendering
import reset
from server import Server

ROOT = pathlib.Path(__file__).resolve().parent.parent
TIMEOUT = 300


class Run:
    """A command in a project folder."""

    def __init__(self, words, folder, url=None):
        self.words = [str(word) for word in words]
        self.folder = folder
        self.environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8",
                            "HOME": str(folder), "PGOPTIONS": "-c client_min_messages=warning"}
        if url:
            self.environment["DATABASE_URL"] = url

    def seconds(self) -> float:
        """How long it takes; a failure ends the benchmark."""
        started = time.perf_counter()
        result = subprocess.run(
            self.words, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=TIMEOUT)
        elapsed = time.perf_counter() - started
        if result.returncode != 0:
            output = result.stdout.decode(errors="replace")[-2000:]
            shown = " ".join(self.words[:8]) + (" …" if len(self.words) > 8 else "")
            raise SystemExit(f"bench: exit {result.returncode}: {shown}\n{output}")
        return elapsed


class Contestants:
    """The commands that are compared; each takes a project folder and a database URL."""

    def __init__(self, binary: str, psql: pathlib.Path):
        self.binary = binary
        # The program itself; Debian's /usr/bin/psql is a wrapper in Perl.
        self.psql_program = psql
        alembic = ROOT / ".build/venv/bin/alembic"
        self.alembic_words = [alembic, "-c", "alembic/alembic.ini"]

    def plan(self, folder, url) -> Run:
        return Run([self.binary, "plan", "--url", url, "--config", folder / "migrate.toml"], folder)

    def up(self, folder, url) -> Run:
        return Run([self.binary, "up", "--url", url, "--env", "local"], folder)

    def alembic_heads(self, folder, url) -> Run:
        return Run([*self.alembic_words, "heads"], folder, url)

    def alembic_upgrade(self, folder, url) -> Run:
        return Run([*self.alembic_words, "upgrade", "head"], folder, url)

    def psql(self, folder, url) -> Run:
        files = sorted((folder / "supabase/migrations").iterdir())
        words = [self.psql_program, "-qX", "-v", "ON_ERROR_STOP=1", "-d", url]
        return Run(words + [word for file in files for word in ("-f", file)], folder)


class Bench:
    def __init__(self, server: Server, contestants: Contestants, count: int, repeat: int):
        self.server = server
        self.contestants = contestants
        self.count = count
        self.repeat = repeat

    def again(self, make, folder, url) -> float:
        """The median of runs against the same database, after one that is not counted."""
        run = make(folder, url)
        run.seconds()
        return statistics.median(run.seconds() for _ in range(self.repeat))

    def afresh(self, make, folder) -> float:
        """The median of runs that each get an empty database, after one that is not counted."""
        times = [self.fill(make, folder, "fresh")[1] for _ in range(max(3, self.repeat // 2) + 1)]
        return statistics.median(times[1:])

    def filled(self, make, folder, name: str) -> str:
        return self.fill(make, folder, name)[0]

    def fill(self, make, folder, name: str) -> tuple[str, float]:
        """Runs against an empty database, and makes sure that all was applied."""
        url = self.server.fresh(name)
        run = make(folder, url)
        elapsed = run.seconds()
        if (made := self.server.tables(name)) != self.count:
            raise SystemExit(f"bench: {made} of {self.count} tables: {' '.join(run.words[:3])} …")
        return url, elapsed


def milliseconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds * 1000:,.1f} ms"


class Table:
    """Rows of: what, our time, whose time we compare with, the ratio, the aim."""

    def __init__(self):
        self.rows = [("", "migrate", "compared with", "", "ratio", "aim")]

    def faster(self, what, ours, peer, theirs, aim=None) -> None:
        ratio = "-" if ours is None else f"{theirs / ours:.1f} times faster"
        self.add(what, ours, peer, theirs, ratio, f"at least {aim}" if aim else "")

    def within(self, what, ours, peer, theirs, aim=None) -> None:
        ratio = "-" if ours is None else f"{ours / theirs:.2f} times its time"
        self.add(what, ours, peer, theirs, ratio, f"at most {aim}" if aim else "")

    def memory(self, what, megabytes, aim) -> None:
        self.add(f"memory of {what}", None, "", None, f"{megabytes:.0f} MB", f"at most {aim} MB")

    def add(self, what, ours, peer, theirs, ratio, aim) -> None:
        self.rows.append((what, milliseconds(ours), peer, milliseconds(theirs), ratio, aim))
        print(".", end="", file=sys.stderr, flush=True)

    def show(self) -> None:
        print(file=sys.stderr)
        widths = [max(len(row[i]) for row in self.rows) for i in range(len(self.rows[0]))]
        for row in self.rows:
            cells = (cell.rjust(width) if i in (1, 3) else cell.ljust(width)
                     for i, (cell, width) in enumerate(zip(row, widths)))
            print("  ".join(cells).rstrip())


def measure(bench: Bench, folder: pathlib.Path, count: int, peers_only: bool) -> Table:
    """All comparisons, each with both sides measured one after the other."""
    who = bench.contestants
    graph, files = folder / "graph", folder / "files"
    generate.alembic_project(graph, count)
    generate.supabase_project(files, count)

    def ours(how, *arguments):
        return None if peers_only else how(*arguments)

    empty = bench.server.fresh("empty")
    by_alembic = bench.filled(who.alembic_upgrade, graph, "by_alembic")
    by_us = ours(bench.filled, who.up, graph, "by_us")
    table = Table()

    heads = bench.again(who.alembic_heads, graph, empty)
    table.faster(f"plan, {count} revisions pending", ours(bench.again, who.plan, graph, empty),
                 "alembic heads", heads, 30)
    table.faster("plan, nothing pending", ours(bench.again, who.plan, graph, by_us),
                 "alembic heads", heads, 30)
    table.faster("up, nothing pending", ours(bench.again, who.up, graph, by_us),
                 "alembic upgrade head", bench.again(who.alembic_upgrade, graph, by_alembic), 20)

    by_psql = bench.afresh(who.psql, files)
    upgrade = bench.afresh(who.alembic_upgrade, graph)
    up_files = ours(bench.afresh, who.up, files)
    up_graph = ours(bench.afresh, who.up, graph)
    table.within(f"up, {count} SQL files", up_files, "psql -f … -f …", by_psql, 1.5)
    table.faster(f"up, {count} SQL files", up_files, "alembic upgrade head", upgrade)
    table.within(f"up, {count} Alembic revisions", up_graph, "psql -f … -f …", by_psql)
    table.faster(f"up, {count} Alembic revisions", up_graph, "alembic upgrade head", upgrade)
    if not peers_only:
        rendering.measure(table, who.binary, folder, bench.repeat)
        reset.measure(table, who.binary, who.psql_program, folder, count, bench.repeat)
    return table


def version(*words) -> str:
    return subprocess.run(words, capture_output=True, text=True, timeout=30).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", default=str(ROOT / ".build/release/migrate"))
    parser.add_argument("--revisions", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--peers-only", action="store_true", help="leave `migrate` out")
    arguments = parser.parse_args()
    if not arguments.peers_only and not shutil.which(arguments.binary):
        raise SystemExit(f"bench: no program at {arguments.binary}; run make build")
    # What `with` cleans up is cleaned up after a signal too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Server() as server, tempfile.TemporaryDirectory(prefix="migrate-bench-") as folder:
        alembic = version(str(ROOT / ".build/venv/bin/alembic"), "--version")
        print(f"{version(str(server.bin / 'postgres'), '--version')}, {alembic}, "
              f"{os.cpu_count()} processors; medians, Unix socket, PostgreSQL's default settings")
        contestants = Contestants(arguments.binary, server.bin / "psql")
        bench = Bench(server, contestants, arguments.revisions, arguments.repeat)
        measure(bench, pathlib.Path(folder), arguments.revisions, arguments.peers_only).show()


if __name__ == "__main__":
    main()
