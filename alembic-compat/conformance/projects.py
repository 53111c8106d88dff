"""The projects that are compared: their wheels, unpacked, and a configuration for each graph."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CACHE = ROOT / ".build" / "conformance"

# The environment that revisions are rendered in, and where its packages lie.
ENVIRONMENT = CACHE / "venv"
PACKAGES = (ENVIRONMENT / "lib"
            / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages")

# Of a wheel.
ASSETS = {"static", "translations", "locale", "node_modules", "tests", "examples"}
READ = {"", ".cfg", ".ini", ".json", ".mako", ".py", ".sql", ".toml", ".txt", ".yaml", ".yml"}


def fail(message: str) -> None:
    sys.exit(f"conformance: {message}")


def pins() -> dict[str, str]:
    """Project to version, from requirements.txt."""
    lines = (HERE / "requirements.txt").read_text().splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def wheel_of(project: str, version: str) -> pathlib.Path | None:
    stem = f"{re.sub(r'[-_.]+', '_', project)}-{version}"
    return next((CACHE / "wheels").glob(f"{stem}-*.whl"), None)


def download(versions: dict[str, str]) -> None:
    """Fetches the wheels that are not in the cache yet."""
    wanted = [f"{name}=={pin}" for name, pin in versions.items() if not wheel_of(name, pin)]
    if not wanted:
        return
    print(f"downloading {len(wanted)} wheels", flush=True)
    # What a project needs of Python does not matter: nothing is installed.
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
         "--ignore-requires-python", "--dest", str(CACHE / "wheels"), *wanted],
        check=True, timeout=1800)


def is_needed(name: str) -> bool:
    """Whether a file of a wheel may matter to its revisions: code, and data that code reads."""
    path = pathlib.PurePosixPath(name)
    return not ASSETS & set(path.parts) and path.suffix in READ


def unpack(project: str, version: str) -> pathlib.Path:
    """A wheel without what only browsers and people read, as a folder."""
    target = CACHE / "packages" / f"{project}-{version}"
    if target.exists():
        return target
    partial = target.with_suffix(".partial")
    with zipfile.ZipFile(wheel_of(project, version)) as wheel:
        wheel.extractall(partial, [n for n in wheel.namelist() if is_needed(n)])
    partial.rename(target)
    return target


def uncovered(source: pathlib.Path, paths: list[pathlib.Path]) -> list[str]:
    """Files that look like revisions and lie in no graph."""
    revision = re.compile(rb"^down_revision\b.*=", re.M)
    return [
        str(file.relative_to(source)) for file in sorted(source.rglob("*.py"))
        if revision.search(file.read_bytes())
        and not any(file.is_relative_to(path) for path in paths)
    ]


def configure(name: str, graph: dict, source: pathlib.Path) -> pathlib.Path:
    """A folder with an alembic.ini and a migrate.toml for one graph."""
    folder = CACHE / "projects" / name
    folder.mkdir(parents=True, exist_ok=True)
    versions = source / graph["path"]
    if not versions.is_dir():
        fail(f"graph '{name}' is not at '{graph['path']}' of {graph['project']}")
    recursive = "true" if graph.get("recursive") else "false"
    scripts = folder / "scripts"
    scripts.mkdir(exist_ok=True)
    shutil.copy(HERE / "generic_env.py", scripts / "env.py")
    paths = os.pathsep.join(map(str, (source, PACKAGES)))
    (folder / "alembic.ini").write_text(
        f"[alembic]\nscript_location = {scripts}\nversion_locations = {versions}\n"
        f"prepend_sys_path = {paths}\npath_separator = os\nrecursive_version_locations = {recursive}\n")
    (folder / "migrate.toml").write_text('[tracks.alembic]\nconfig = "alembic.ini"\n')
    return folder


def graphs() -> dict[str, dict]:
    """What graphs.toml says, by the graph's name."""
    return tomllib.loads((HERE / "graphs.toml").read_text())


def prepare() -> tuple[dict[str, pathlib.Path], dict[str, pathlib.Path]]:
    """Downloads what is missing; gives the folder of each project, and of each graph."""
    for folder in ("wheels", "packages", "projects"):
        (CACHE / folder).mkdir(parents=True, exist_ok=True)
    versions, known = pins(), graphs()
    download(versions)
    sources = {name: unpack(name, version) for name, version in versions.items()}
    for project, source in sources.items():
        paths = [source / each["path"] for each in known.values() if each["project"] == project]
        if stray := uncovered(source, paths):
            fail(f"no graph in graphs.toml covers {project}: {stray[0]} and {len(stray) - 1} more")
    return sources, {
        name: configure(name, each, sources[each["project"]]) for name, each in known.items()}
