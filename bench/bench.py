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

import catalog
import generate
import pipelining
import rendering
import reset
from contestants import PROGRAMS, ROOT, Contestants
from server import Server, binaries


class Bench:
    """Measures in turns, so that whatever else the machine does falls on all alike."""

    def __init__(self, server: Server, contestants: Contestants, count: int, repeat: int):
        self.server = server
        self.contestants = contestants
        self.count = count
        self.repeat = repeat

    def again(self, *entries) -> list[list[float]]:
        """Runs of (make, folder, url) against the same databases, after two rounds that are not counted.

        What the first one changes, nobody remembers before it is two seconds old.
        """
        runs = [make(folder, url) for make, folder, url in entries]
        for rest in (2.5, 0):
            for run in runs:
                run.seconds()
            time.sleep(rest)
        return transposed([[run.seconds() for run in runs] for _ in range(self.repeat)])

    def afresh(self, *entries) -> list[list[float]]:
        """Runs of (make, folder) that each get an empty database, after a round that is not counted."""
        rounds = [[self.fill(make, folder, "fresh")[1] for make, folder in entries]
                  for _ in range(max(3, self.repeat // 2) + 1)]
        return transposed(rounds[1:])

    def filled(self, make, folder, label: str) -> str:
        return self.fill(make, folder, label)[0]

    def fill(self, make, folder, label: str, address=None, count=None) -> tuple[str, float]:
        """Runs against an empty database, and makes sure that all was applied.

        The server is reached by what `address` makes of the database's name, where that is given.
        """
        name = self.server.fresh(label)
        url = (address or self.server.url)(name)
        run = make(folder, url)
        elapsed = run.seconds()
        if (made := self.server.tables(name)) != (count or self.count):
            raise SystemExit(f"bench: {made} tables: {' '.join(run.words[:3])} …")
        return url, elapsed


def transposed(rounds: list[list[float]]) -> list[list[float]]:
    return [list(times) for times in zip(*rounds)]


def several(times: float | list[float] | None) -> list[float] | None:
    """One time is a list of one."""
    return [times] if isinstance(times, float) else times


def milliseconds(times: list[float] | None) -> str:
    return f"{statistics.median(several(times)) * 1000:,.1f} ms" if times else "-"


def ratio(times: list[float], others: list[float]) -> float:
    """The median over the rounds, in each of which both were measured."""
    return statistics.median(one / other for one, other in zip(times, others))


def verdict(holds: bool) -> str:
    return "holds" if holds else "FAILS"


class Table:
    """Rows of: what, our time, whose time we compare with, the ratio, the aim, whether it holds."""

    def __init__(self):
        self.rows = [("", "migrate", "compared with", "", "ratio", "aim", "")]
        self.failures = 0

    def faster(self, what, ours, peer, theirs, aim=None) -> None:
        ours, theirs = several(ours), several(theirs)
        times = ratio(theirs, ours) if ours else None
        self.add(what, ours, peer, theirs, f"{times:.1f} times faster" if ours else "-",
                 f"at least {aim}" if aim else "", times >= aim if aim and ours else None)

    def within(self, what, ours, peer, theirs, aim=None) -> None:
        ours, theirs = several(ours), several(theirs)
        times = ratio(ours, theirs) if ours else None
        self.add(what, ours, peer, theirs, f"{times:.2f} times its time" if ours else "-",
                 f"at most {aim}" if aim else "", times <= aim if aim and ours else None)

    def below(self, what, ours, seconds) -> None:
        """A time that is to be below so many seconds."""
        if ours:
            self.add(what, ours, "", None, "", f"below {seconds} s",
                     statistics.median(ours) < seconds)

    def memory(self, what, megabytes, aim) -> None:
        self.add(f"memory of {what}", None, "", None, f"{megabytes:.0f} MB", f"at most {aim} MB",
                 megabytes <= aim)

    def add(self, what, ours, peer, theirs, ratio, aim, holds=None) -> None:
        self.failures += holds is False
        self.rows.append((what, milliseconds(ours), peer, milliseconds(theirs), ratio, aim,
                          "" if holds is None else verdict(holds)))
        print(".", end="", file=sys.stderr, flush=True)

    def show(self) -> None:
        print(file=sys.stderr)
        widths = [max(len(row[i]) for row in self.rows) for i in range(len(self.rows[0]))]
        for row in self.rows:
            cells = (cell.rjust(width) if i in (1, 3) else cell.ljust(width)
                     for i, (cell, width) in enumerate(zip(row, widths)))
            print("  ".join(cells).rstrip())
        aims = sum(bool(row[-1]) for row in self.rows)
        print(f"{aims - self.failures} of {aims} aims hold")


PARTS = ["plan", "up", "far", "copy", "render", "reset", "catalog"]


def measure(bench: Bench, table: Table, folder: pathlib.Path, count: int, peers_only: bool,
            parts: list[str]) -> None:
    """All comparisons of some parts, each with both sides measured one after the other."""
    if "plan" in parts or "up" in parts:
        measure_small(bench, table, folder, count, peers_only, parts)
    if "far" in parts:
        pipelining.measure_far(bench, table, folder, peers_only)
    if peers_only:
        return
    binary = bench.contestants.binary
    if "copy" in parts:
        pipelining.measure_rows(bench, table, folder)
    if "render" in parts:
        rendering.measure(table, binary, folder, bench.repeat)
    if "reset" in parts:
        reset.measure(table, binary, bench.contestants.psql_program, folder, count, bench.repeat)
    if "catalog" in parts:
        catalog.measure(table, bench.server, count, bench.repeat)


def measure_small(bench: Bench, table: Table, folder: pathlib.Path, count: int, peers_only: bool,
                  parts: list[str]) -> None:
    """Revisions of one table each, on both tracks."""
    who = bench.contestants
    graph, files = folder / "graph", folder / "files"
    generate.alembic_project(graph, count, generate.PLAIN)
    generate.supabase_project(files, count, generate.PLAIN)

    def turns(how, peers, ours):
        """The times of the peers, then ours, where we take part."""
        measured = how(*peers, *([] if peers_only else ours))
        return [*measured, *([None] * (len(peers) + len(ours) - len(measured)))]

    if "plan" in parts:
        empty = bench.server.url(bench.server.fresh("empty"))
        by_alembic = bench.filled(who.alembic_upgrade, graph, "by_alembic")
        by_us = None if peers_only else bench.filled(who.up, graph, "by_us")
        heads, pending, nothing = turns(
            bench.again, [(who.alembic_heads, graph, empty)],
            [(who.plan, graph, empty), (who.plan, graph, by_us)])
        table.faster(f"plan, {count} revisions pending", pending, "alembic heads", heads, 30)
        table.faster("plan, nothing pending", nothing, "alembic heads", heads, 30)
        upgrade, select, nothing = turns(
            bench.again,
            [(who.alembic_upgrade, graph, by_alembic), (who.psql_select, graph, by_alembic)],
            [(who.up, graph, by_us)])
        table.faster("up, nothing pending", nothing, "alembic upgrade head", upgrade, 20)
        table.within("up, nothing pending", nothing, "psql -c 'select 1'", select, 2)
        heads, pending, nothing = turns(
            bench.again, [(who.alembic_heads_anew, graph, empty)],
            [(who.plan_anew, graph, empty), (who.plan_anew, graph, by_us)])
        table.faster("the same pending, nothing remembered", pending,
                     "alembic heads, nothing compiled", heads)
        table.faster("none pending, nothing remembered", nothing,
                     "alembic heads, nothing compiled", heads)
    if "up" in parts:
        pipelining.measure_local(bench, table, turns, graph, files)
        graph, files = folder / "keyed_graph", folder / "keyed_files"
        generate.alembic_project(graph, count, generate.KEYED)
        generate.supabase_project(files, count, generate.KEYED)
        pipelining.measure_keyed(bench, table, turns, graph, files)


def version(*words) -> str:
    return subprocess.run(words, capture_output=True, text=True, timeout=30).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", default=str(ROOT / ".build/release/migrate"))
    parser.add_argument("--revisions", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--peers-only", action="store_true", help="leave `migrate` out")
    parser.add_argument("--server", default="", metavar="VERSION",
                        help="of PostgreSQL, such as 16; the newest of the system without it")
    parser.add_argument("--data", metavar="FOLDER",
                        help="where the server keeps its data: /dev/shm leaves the disk out")
    parser.add_argument("--only", action="append", choices=PARTS, metavar="PART",
                        help=f"one of {', '.join(PARTS)}; may be given several times")
    arguments = parser.parse_args()
    if not arguments.peers_only and not shutil.which(arguments.binary):
        raise SystemExit(f"bench: no program at {arguments.binary}; run make build")
    # What `with` cleans up is cleaned up after a signal too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Server(binaries(arguments.server), place=arguments.data) as server, \
             tempfile.TemporaryDirectory(prefix="migrate-bench-") as folder:
        # The local server of `reset` runs as another user and has its folder in this one.
        os.chmod(folder, 0o711)
        alembic = version(str(PROGRAMS / "alembic"), "--version")
        print(f"{version(str(server.bin / 'postgres'), '--version')}, {alembic}, "
              f"{os.cpu_count()} processors; medians, Unix socket, PostgreSQL's default settings, "
              f"data in {arguments.data or tempfile.gettempdir()}")
        contestants = Contestants(arguments.binary, server.psql, pathlib.Path(folder))
        bench = Bench(server, contestants, arguments.revisions, arguments.repeat)
        table = Table()
        try:
            measure(bench, table, pathlib.Path(folder), arguments.revisions, arguments.peers_only,
                    arguments.only or PARTS)
        finally:
            table.show()


if __name__ == "__main__":
    main()
