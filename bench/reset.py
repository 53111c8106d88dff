"""How long `migrate reset` takes, beside what PostgreSQL itself needs to copy a database."""

import os
import re
import statistics
import subprocess
import time

import generate
from contestants import ROOT


class LocalProject:
    """A project with a local server of its own, stopped at the end."""

    def __init__(self, binary, psql, folder):
        self.binary = binary
        self.psql = psql
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder),
            "MIGRATE_CACHE": str(folder.parent / "reset-cache"),
            "PGOPTIONS": "-c client_min_messages=warning"}
        for name in ("MIGRATE_PG_BIN", "LD_LIBRARY_PATH"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def run(self, *words) -> str:
        result = subprocess.run(
            [str(word) for word in words], cwd=self.folder, env=self.environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)
        if result.returncode != 0:
            raise SystemExit(f"bench: exit {result.returncode}: {words[:4]}\n{result.stderr[-2000:]}")
        return result.stdout

    def seconds(self, *words) -> float:
        started = time.perf_counter()
        self.run(*words)
        return time.perf_counter() - started

    def reset(self) -> float:
        seconds = self.seconds(self.binary, "reset", "--quiet", "--no-seed")
        self.settle()
        return seconds

    def reset_and_enter(self) -> tuple[float, float]:
        """How long a reset takes, and until the first session is let in behind it."""
        url = self.run(self.binary, "local", "url").strip()
        seconds = self.seconds(self.binary, "reset", "--quiet", "--no-seed")
        entered = seconds + self.seconds(self.psql, url, "-qtAX", "-c", "select 1")
        self.settle()
        return seconds, entered

    def settle(self) -> None:
        """Waits for what the server still does behind a reset, so that nothing else is measured with it."""
        busy = self.sql("select count(*) from pg_stat_activity"
                        " where backend_type = 'client backend' and pid <> pg_backend_pid()")
        while self.run(*busy).strip() != "0":
            time.sleep(0.01)

    def socket(self) -> str:
        url = self.run(self.binary, "local", "url").strip()
        return url.split("host=")[1].split("&")[0]

    def sql(self, *commands) -> list:
        words = [self.psql, "-qtAX", "-v", "ON_ERROR_STOP=1", "-h", self.socket(),
                 "-U", "supabase_admin", "-d", "postgres"]
        for command in commands:
            words += ["-c", command]
        return words

    def forget(self) -> None:
        """Drops all templates, so that the next reset begins with nothing."""
        names = self.run(*self.sql(
            "select datname from pg_database where starts_with(datname, 'migrate template ')"))
        for name in names.splitlines():
            self.run(*self.sql(f'alter database "{name}" is_template false',
                               f'drop database "{name}"'))


def baseline(folder) -> list:
    """The files of the baseline's database, in their order, as one transaction that psql can run."""
    source = (ROOT / "Sources/SupabaseBaseline/SupabaseBaseline.swift").read_text()
    names = re.findall(r'"(\w+\.sql)"', source.split("databaseFiles")[1].split("].map")[0])
    begin, commit = folder / "begin.sql", folder / "commit.sql"
    begin.write_text("begin; set local client_min_messages = warning;"
                     " set local search_path = pg_catalog;"
                     " set local migrate.older_platform = 'off';"
                     " set local migrate.closed_tables = 'off';\n")
    commit.write_text("commit;\n")
    return [begin, *(ROOT / "Sources/SupabaseBaseline/Baseline" / name for name in names), commit]


def measure(table, binary, psql, folder, count: int, repeat: int) -> None:
    """The three resets: nothing changed, one revision more, nothing kept."""
    files = folder / "reset"
    generate.supabase_project(files, count)
    project = LocalProject(binary, psql, files)
    runs = max(3, repeat // 2)
    try:
        project.reset()
        template = project.run(*project.sql(
            "select datname from pg_database where starts_with(datname, 'migrate template ')"
            " order by pg_database_size(oid) desc limit 1")).strip()
        copy = project.sql('drop database if exists "copy"',
                           f'create database "copy" template "{template}"')
        project.run(*copy)
        copies, resets = [], []
        for _ in range(runs):
            copies.append(project.seconds(*copy))
            resets.append(project.reset())
        table.within(f"reset of {count} tables, nothing changed", statistics.median(resets),
                     "DROP, CREATE … TEMPLATE", statistics.median(copies), 2)

        copies, resets = [], []
        last = files / "supabase/migrations/20990101000000_last.sql"
        for number in range(runs):
            last.write_text(f"create table last_{number} (id int);\n")
            copies.append(project.seconds(*copy)
                          + project.seconds(*project.sql(f"create table last_{number} (id int)")))
            resets.append(project.reset())
        table.within("reset, one revision more", statistics.median(resets),
                     "the same, and the revision", statistics.median(copies), 2)
        last.unlink()

        # What makes a Supabase database of an empty one is part of the work; its roles are there.
        applied_files = [*baseline(folder), *sorted((files / "supabase/migrations").iterdir())]
        colds, entered, applied = [], [], []
        for number in range(3):
            project.forget()
            project.run(*project.sql('drop database if exists "copy"', 'create database "copy"'))
            words = project.sql()[:-1] + ["copy"]
            applied.append(project.seconds(
                *words, *(word for file in applied_files for word in ("-f", file))))
            cold, first = project.reset_and_enter()
            colds.append(cold)
            entered.append(first)
        table.within("reset, nothing kept", statistics.median(colds), "psql -f … -f …",
                     statistics.median(applied), 1.3)
        table.within("the same, and a first session", statistics.median(entered),
                     "psql -f … -f …", statistics.median(applied))
    finally:
        subprocess.run([binary, "local", "stop"], cwd=files, env=project.environment,
                       capture_output=True, timeout=120)
