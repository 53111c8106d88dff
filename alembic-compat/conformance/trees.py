#!/usr/bin/env python3
"""Compares the syntax trees that `migrate` reads Python into with those of CPython's own parser.

Without an option: every revision file that conformance.py unpacked. With --all, every Python file of those
wheels, of .build/venv and of the standard library, CPython's tests included. With --mutants N, N small
sources as well, broken at random: what CPython refuses has to be refused, what it takes has to be taken.

The interpreter is the newest that is found, or the one of --python; before 3.12 CPython's `ast` does not
know the places of what f-strings hold, so those are not compared.
"""

import argparse
import concurrent.futures
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CACHE = ROOT / ".build" / "conformance"
ORACLE = ROOT / "Tests/PythonTextTests/Fixtures/dump_ast.py"
BATCH = 400
NEWEST = (3, 14)

# Words that mutants are made with; what only Python 3.14 knows (t-strings) is not among them.
WORDS = """( ) [ ] { } , : ; . ... -> ! := = + - * ** / // % @ & | ^ ~ << >> == != < <= += False None True and as
assert async await break class continue def del elif else except finally for from global if import in is lambda
nonlocal not or pass raise return try while with yield match case type _ x 1 0x1f 1.5j 's' f'{x}' f'{x!r:>{w}}'
b'b' rb'\\x' ' " ''' f' é $ ? !r ={ *a **k *, / (yield) \\ u'a' 0777 1_ =} {{ }} \\N{DASH} \\x4""".split()
WORDS += ["\n", "\n    ", "\n  ", "\t", "\\\n", "#c\n", " ", "\f", "\r", "\r\n"]


def interpreter() -> list[str]:
    """The newest CPython, pyenv's among them."""
    pyenv = pathlib.Path(os.environ.get("PYENV_ROOT", pathlib.Path.home() / ".pyenv"))
    for minor in range(16, 11, -1):
        name = f"python3.{minor}"
        for program in [shutil.which(name), *sorted(pyenv.glob(f"versions/3.{minor}*/bin/{name}"))]:
            if program and subprocess.run([program, "-c", ""], capture_output=True).returncode == 0:
                return [str(program), "-B"]
    return [sys.executable, "-B"]


def revisions() -> list[pathlib.Path]:
    """The files of all graphs."""
    found = []
    for graph in tomllib.loads((HERE / "graphs.toml").read_text()).values():
        for source in (CACHE / "packages").glob(f"{graph['project']}-*"):
            glob = "**/*.py" if graph.get("recursive") else "*.py"
            found += (source / graph["path"]).glob(glob)
    return sorted(set(found))


def everything(python: list[str]) -> list[pathlib.Path]:
    library = subprocess.run(
        [*python, "-c", "import sysconfig; print(sysconfig.get_path('stdlib'))"],
        capture_output=True, text=True, check=True).stdout.strip()
    folders = [CACHE / "packages", ROOT / ".build/venv/lib", pathlib.Path(library)]
    return sorted({file for folder in folders for file in folder.rglob("*.py") if file.is_file()})


def answers(command: list[str], paths: list[pathlib.Path], *options: str) -> list[str]:
    """For each path a line: the digest of a tree, or `!` and an error."""
    with tempfile.NamedTemporaryFile("w", suffix=".list") as names:
        names.write("\n".join(map(str, paths)) + "\n")
        names.flush()
        result = subprocess.run([*command, "--digests", names.name, *options],
                                capture_output=True, text=True, errors="replace")
    lines = result.stdout.splitlines()
    if len(lines) != len(paths):
        sys.exit(f"trees: {command[0]} ended at {paths[len(lines)]}:\n{result.stderr[-2000:]}")
    return lines


def refused_later(python: list[str], path: pathlib.Path) -> bool:
    """Whether CPython parses a file and then refuses it, as it does `return` outside of functions."""
    program = "import sys, warnings; warnings.simplefilter('ignore'); " \
        "compile(open(sys.argv[1], 'rb').read(), 'f', 'exec', dont_inherit=True)"
    return subprocess.run([*python, "-c", program, str(path)], capture_output=True).returncode != 0


class Comparison:
    """What was found, by kind."""

    def __init__(self, python: list[str], binary: str):
        self.python = python
        version = subprocess.run([*python, "-c", "import sys; print(*sys.version_info[:3])"],
                                 capture_output=True, text=True, check=True).stdout.split()
        self.version = tuple(map(int, version))
        self.options = [] if self.version >= (3, 12) else ["--hide-formatted-places"]
        self.ours = [binary]
        self.counts = dict.fromkeys(
            ("files", "equal", "refused by both", "refused for its encoding or names",
             "newer than CPython here", "different"), 0)
        self.found: list[str] = []

    def run(self, paths: list[pathlib.Path]) -> None:
        batches = [paths[i:i + BATCH] for i in range(0, len(paths), BATCH)]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            theirs, ours = (
                pool.map(lambda batch, command=command: answers(command, batch, *self.options), batches)
                for command in ([*self.python, str(ORACLE)], self.ours))
            for batch, mine, expected in zip(batches, ours, theirs):
                for each in zip(batch, mine, expected):
                    self.count(*each)

    def count(self, path: pathlib.Path, mine: str, expected: str) -> None:
        kind = self.kind(path, mine, expected)
        self.counts["files"] += 1
        self.counts[kind] += 1
        if kind == "different":
            self.found.append(f"{path}\n    ours    {mine[:150]}\n    CPython {expected[:150]}")

    def kind(self, path: pathlib.Path, mine: str, expected: str) -> str:
        if mine == expected:
            return "equal"
        if mine.startswith("!") and expected.startswith("!"):
            return "refused by both"
        if re.match(r"!\S+ python-(encoding|name):", mine):
            return "refused for its encoding or names"
        if mine.startswith("!"):
            return "refused by both" if refused_later(self.python, path) else "different"
        if expected.startswith("!") and self.version < NEWEST and self.is_newer(path, expected):
            return "newer than CPython here"
        return "different"

    def is_newer(self, path: pathlib.Path, error: str) -> bool:
        """Whether a file needs what later versions brought: PEP 646 to 758."""
        text = path.read_bytes()
        if "multiple exception types must be parenthesized" in error:
            return True
        if re.search(rb"(?<!\w)(t|rt|tr)['\"]", text, re.I):
            return True
        # PEP 695 and 701 came with 3.12, PEP 696 with 3.13.
        return self.version < (3, 12) and bool(
            re.search(rb"(?<!\w)r?f['\"]|^\s*(type|class|def|async def) \w+ *[\[=]", text, re.I | re.M))



def mutants(paths: list[pathlib.Path], count: int, folder: pathlib.Path) -> list[pathlib.Path]:
    """Statements of the files, each broken at one to five places."""
    rest = random.Random(count)
    token = re.compile(r"\w+|\s+|.", re.S)
    statements = []
    for path in rest.sample(paths, min(300, len(paths))):
        text = path.read_text(errors="replace")
        # What begins in the first column, up to the next that does.
        statements += [each for each in re.split(r"\n(?=\S)", text) if 3 < len(each) < 600]
    made = []
    for number in range(count):
        tokens = token.findall(rest.choice(statements))
        for _ in range(rest.choice((1, 1, 1, 2, 2, 3, 5))):
            at, how = rest.randrange(len(tokens)), rest.random()
            if how < 0.3:
                tokens[at] = rest.choice(WORDS)
            elif how < 0.55:
                tokens.insert(at, rest.choice(WORDS))
            elif how < 0.75:
                tokens[at] = ""
            else:
                other = rest.randrange(len(tokens))
                tokens[at], tokens[other] = tokens[other], tokens[at]
        made.append(folder / f"{number}.py")
        made[-1].write_text("".join(tokens), newline="")
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", default=str(ROOT / ".build/release/PythonTreeDump"))
    parser.add_argument("--python", help="the CPython to compare with")
    parser.add_argument("--all", action="store_true", help="every Python file there is")
    parser.add_argument("--mutants", type=int, default=0, help="how many broken sources to try")
    arguments = parser.parse_args()
    if not shutil.which(arguments.binary):
        sys.exit(f"trees: no program at {arguments.binary}; run make conformance")
    python = [arguments.python, "-B"] if arguments.python else interpreter()
    started = time.monotonic()
    comparison = Comparison(python, arguments.binary)
    paths = revisions()
    if not paths:
        sys.exit("trees: no revision files; run make conformance")
    comparison.run(everything(python) if arguments.all else paths)
    with tempfile.TemporaryDirectory() as folder:
        if arguments.mutants:
            comparison.run(mutants(paths, arguments.mutants, pathlib.Path(folder)))
        version = ".".join(map(str, comparison.version))
        counts = ", ".join(f"{count} {kind}" for kind, count in comparison.counts.items() if count)
        print(f"trees against CPython {version}: {counts}; {time.monotonic() - started:.1f} s")
        print(*comparison.found[:20], sep="\n", end="\n" if comparison.found else "")
    sys.exit(1 if comparison.found else 0)


if __name__ == "__main__":
    main()
