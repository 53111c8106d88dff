"""Many revisions: on a Unix socket, over a slow line, and one with many rows."""

import pathlib

import generate
import rendering
from delay import Delay

# Revisions that are applied through the proxy, and what a round trip takes there.
FAR_COUNT, FAR_MILLISECONDS = 200, 20
# Bytes of the file with a `COPY`.
ROWS_SIZE = 200_000_000


def measure_local(bench, table, turns, graph: pathlib.Path, files: pathlib.Path) -> None:
    """Everything from nothing, on a Unix socket."""
    who, count = bench.contestants, bench.count
    psql, floor, unwaited, upgrade, in_steps, up_files, up_graph = turns(
        bench.afresh,
        [(who.psql, files), (who.floor, files), (who.floor_without_waiting, files),
         (who.alembic_upgrade, graph), (who.alembic_upgrade_in_steps, graph)],
        [(who.up, files), (who.up, graph)])
    table.within(f"up, {count} SQL files", up_files, "psql -f … -f …", psql, 1.5)
    table.within(f"up, {count} SQL files", up_files, "libpq, a message a file", floor, 1.25)
    table.within(f"up, {count} SQL files", up_files, "the same, unwaited commits", unwaited)
    table.faster(f"up, {count} SQL files", up_files, "alembic upgrade head", upgrade, 4)
    table.faster(f"up, {count} SQL files", up_files, "alembic, transaction_per_migration", in_steps)
    table.within(f"up, {count} Alembic revisions", up_graph, "libpq, a message a file", floor)
    table.faster(f"up, {count} Alembic revisions", up_graph, "alembic upgrade head", upgrade, 4)
    pgmigrate, yoyo, up_files = turns(
        bench.afresh, [(who.pgmigrate, files), (who.yoyo, files)], [(who.up, files)])
    table.faster(f"up, {count} SQL files", up_files, "pgmigrate", pgmigrate, 4)
    table.faster(f"up, {count} SQL files", up_files, "yoyo", yoyo, 4)


def measure_keyed(bench, table, turns, graph: pathlib.Path, files: pathlib.Path) -> None:
    """The same where each table has a key and a sequence, without aims."""
    who, count = bench.contestants, bench.count
    floor, upgrade, up_files = turns(
        bench.afresh, [(who.floor, files), (who.alembic_upgrade, graph)], [(who.up, files)])
    what = f"up, {count} SQL files, keys and sequences"
    table.within(what, up_files, "libpq, a message a file", floor)
    table.faster(what, up_files, "alembic upgrade head", upgrade)


def measure_far(bench, table, folder: pathlib.Path, peers_only: bool) -> None:
    """The same through a proxy; the slow ones once."""
    who = bench.contestants
    files, graph, keyed = (folder / name for name in ("far_files", "far_graph", "far_keyed"))
    generate.supabase_project(files, FAR_COUNT, generate.PLAIN)
    generate.alembic_project(graph, FAR_COUNT, generate.PLAIN)
    generate.supabase_project(keyed, FAR_COUNT, generate.KEYED)
    with Delay(bench.server.socket, FAR_MILLISECONDS) as proxy:
        def seconds(make, project, times=1):
            return [bench.fill(make, project, "far", count=FAR_COUNT,
                               address=lambda name: bench.server.url(name, proxy.port))[1]
                    for _ in range(times)]

        what = f"up, {FAR_COUNT} SQL files, {FAR_MILLISECONDS} ms away"
        ours = None if peers_only else seconds(who.up, files, bench.repeat)
        table.below(what, ours, 0.3)
        if ours:
            table.add(f"{what}, keys and sequences", seconds(who.up, keyed, bench.repeat), "", None,
                      "", "")
        for name, make, project in (
                ("alembic upgrade head", who.alembic_upgrade, graph),
                ("pgmigrate", who.pgmigrate, files), ("yoyo", who.yoyo, files)):
            theirs = seconds(make, project)
            table.faster(what, ours, name, theirs * len(ours or [1]))


def measure_rows(bench, table, folder: pathlib.Path) -> None:
    """A revision with many rows."""
    project = folder / "rows"
    generate.rows_project(project, ROWS_SIZE)
    run = bench.contestants.up(project, bench.server.url(bench.server.fresh("rows")))
    measured = rendering.Measured(run.words, project)
    what = f"up, {ROWS_SIZE // 1_000_000} MB of COPY"
    table.add(what, [measured.seconds], "", None, "", "")
    table.memory(what, measured.megabytes, 64)
