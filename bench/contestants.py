"""The commands that are compared."""

import os
import pathlib
import shutil
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / ".build/venv/bin"
TIMEOUT = 300
# A folder that cannot be: nothing is remembered from one call to the next.
NOTHING_REMEMBERED = {"MIGRATE_CACHE": "/dev/null/none"}


class Run:
    """A command in a project folder."""

    def __init__(self, words, folder, url=None, variables=None, leftovers=()):
        self.leftovers = leftovers
        self.words = [str(word) for word in words]
        self.folder = folder
        self.environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8",
                            "HOME": str(folder), "PGOPTIONS": "-c client_min_messages=warning"}
        if url:
            self.environment["DATABASE_URL"] = url
        self.environment.update(variables or {})

    def seconds(self) -> float:
        """How long it takes; a failure ends the benchmark."""
        for folder in self.leftovers:
            shutil.rmtree(folder, ignore_errors=True)
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


def build_floor(folder: pathlib.Path) -> pathlib.Path:
    """The C program `floor.c`, built with what `pkg-config` says of libpq."""
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libpq"], check=True,
                           capture_output=True, text=True, timeout=30).stdout.split()
    program = folder / "floor"
    subprocess.run(["cc", "-O2", "-Wall", "-Werror", "-o", program, ROOT / "bench/floor.c", *flags],
                   check=True, timeout=60)
    return program


class Contestants:
    """Each takes a project folder and a database URL."""

    def __init__(self, binary: str, psql: pathlib.Path, folder: pathlib.Path):
        self.binary = binary
        # The program itself; Debian's /usr/bin/psql is a wrapper in Perl.
        self.psql_program = psql
        self.floor_program = build_floor(folder)
        self.alembic_words = [PROGRAMS / "alembic", "-c", "alembic/alembic.ini"]

    def plan(self, folder, url) -> Run:
        return Run([self.binary, "plan", "--url", url, "--config", folder / "migrate.toml"], folder)

    def plan_anew(self, folder, url) -> Run:
        run = self.plan(folder, url)
        run.environment.update(NOTHING_REMEMBERED)
        return run

    def up(self, folder, url) -> Run:
        return Run([self.binary, "up", "--url", url, "--env", "local"], folder)

    def alembic_heads(self, folder, url) -> Run:
        return Run([*self.alembic_words, "heads"], folder, url)

    def alembic_heads_anew(self, folder, url) -> Run:
        """As after a checkout: the revisions are not compiled yet."""
        return Run([*self.alembic_words, "heads"], folder, url, {"PYTHONDONTWRITEBYTECODE": "1"},
                   [folder / "alembic/versions/__pycache__"])

    def alembic_upgrade(self, folder, url) -> Run:
        return Run([*self.alembic_words, "upgrade", "head"], folder, url)

    def alembic_upgrade_in_steps(self, folder, url) -> Run:
        """With a transaction for each revision, as `migrate` has; Alembic's default is one for all."""
        return Run([*self.alembic_words, "upgrade", "head"], folder, url,
                   {"TRANSACTION_PER_MIGRATION": "1"})

    def psql(self, folder, url) -> Run:
        words = [self.psql_program, "-qX", "-v", "ON_ERROR_STOP=1", "-d", url]
        return Run(words + [word for file in files(folder) for word in ("-f", file)], folder)

    def psql_select(self, folder, url) -> Run:
        return Run([self.psql_program, "-qXAt", "-d", url, "-c", "select 1"], folder)

    def floor(self, folder, url) -> Run:
        return Run([self.floor_program, url, *files(folder)], folder)

    def floor_without_waiting(self, folder, url) -> Run:
        return Run([self.floor_program, "-a", url, *files(folder)], folder)

    def pgmigrate(self, folder, url) -> Run:
        return Run([PROGRAMS / "pgmigrate", "-c", url, "-d", folder / "pgmigrate", "-t", "latest",
                    "migrate"], folder)

    def yoyo(self, folder, url) -> Run:
        # It knows psycopg 3 by SQLAlchemy's word for it.
        url = url.replace("postgresql:", "postgresql+psycopg:")
        return Run([PROGRAMS / "yoyo", "apply", "--batch", "--no-config-file", "--database", url,
                    folder / "yoyo"], folder)


def files(folder: pathlib.Path) -> list[pathlib.Path]:
    """The SQL files of a project, in the order in which they are applied."""
    return sorted((folder / "supabase/migrations").iterdir())
