"""What both parts of the bridge share: the way answers go, the project's configuration, errors.

The program is run by the project's own interpreter, Python 3.9 or newer, and needs nothing but the
project's Alembic and SQLAlchemy. It reads itself and one request from standard input. Answers are
lines of JSON, each behind a mark, on what was standard output; what the project prints goes to
standard error.
"""

import inspect
import json
import os
import sys
import traceback


class Answers:
    """The only way back; closed to the project and to every program that it starts."""

    def __init__(self, mark):
        self.mark = mark
        self.file = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="backslashreplace")
        os.dup2(2, 1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        # Both are one now, and what is printed first should be shown first.
        sys.stdout.reconfigure(line_buffering=True)

    def send(self, event, **members):
        members["event"] = event
        self.file.write(self.mark + json.dumps(members) + "\n")
        self.file.flush()


class NotRenderable(BaseException):
    """Why something has to be run; no `except Exception` of the project may swallow it."""


class Refused(BaseException):
    """Why the revision was not run."""


def configuration(request):
    """The project's Alembic configuration, its script folder as an absolute path."""
    from alembic.config import Config

    arguments = {"ini_section": request["section"]}
    toml = request.get("toml")
    if toml and "toml_file" in inspect.signature(Config.__init__).parameters:
        arguments["toml_file"] = toml
    config = Config(request.get("ini"), **arguments)
    # An interpolation of configparser, so that a percent sign stands twice.
    config.set_main_option("script_location", request["scriptLocation"].replace("%", "%%"))
    return config


def versions():
    import alembic
    import sqlalchemy

    return {
        "alembic": alembic.__version__,
        "sqlalchemy": sqlalchemy.__version__,
        "python": "%d.%d.%d" % sys.version_info[:3],
    }


def described(error, path, root):
    """An exception in the words of Python, and where in the revision or the project it arose."""
    cause = getattr(error, "orig", None) or error
    diagnosis = getattr(cause, "diag", None)
    message = getattr(diagnosis, "message_primary", None)
    lines = [line for line in str(cause).splitlines() if line.strip()]
    state = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
    if state is None and cause.args and isinstance(cause.args[0], dict):  # pg8000
        state = cause.args[0].get("C")
        message = message or cause.args[0].get("M")
    file, line = place(error, path, root)
    return {
        "type": type(cause).__name__,
        "message": message or (lines[0] if lines else ""),
        "sqlState": state if isinstance(state, str) else None,
        "file": file,
        "line": line,
    }


def trace(error, root):
    """The exception, with the frames that are the project's own."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if is_of_project(frame.filename, root)
    ]
    lines = traceback.format_list(frames) + traceback.format_exception_only(type(error), error)
    return "".join(lines)


def place(error, path, root):
    """The innermost frame in the revision's file, or else in the project."""
    frames = [
        (frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)
    ]
    if isinstance(error, SyntaxError) and error.filename:
        frames.append((error.filename, error.lineno))
    for wanted in (lambda name: same_file(name, path), lambda name: is_of_project(name, root)):
        found = [frame for frame in frames if wanted(frame[0])]
        if found:
            return os.path.realpath(found[-1][0]), found[-1][1]
    return None, None


def same_file(one, other):
    return other is not None and os.path.realpath(one) == os.path.realpath(other)


def is_of_project(name, root):
    """Whether a file belongs to the project and not to an environment that lies in it."""
    if not name or not os.path.isabs(name):
        return False
    real = os.path.realpath(name)
    if not real.startswith(os.path.realpath(root).rstrip(os.sep) + os.sep):
        return False
    return not any(real.startswith(folder) for folder in library_folders())


def library_folders():
    import site
    import sysconfig

    paths = list(sysconfig.get_paths().values()) + [sys.prefix] * (sys.prefix != sys.base_prefix)
    paths += getattr(site, "getsitepackages", list)()
    project = [os.path.realpath(path) for path in paths if path]
    return [path.rstrip(os.sep) + os.sep for path in project if path != os.sep]


def main(request):
    answers = Answers(request["mark"])
    # What `python -m alembic` would see, behind all that the interpreter itself knows.
    sys.path[:] = [path for path in sys.path if path != ""] + [os.getcwd()]
    try:
        perform(request, answers)
    except Refused as refusal:
        answers.send("refused", reason=str(refusal))
    except BaseException as error:  # SystemExit of the project included
        root = request["root"]
        answers.send(
            "failed", error=described(error, request.get("path"), root), trace=trace(error, root)
        )
    else:
        answers.send("done")
