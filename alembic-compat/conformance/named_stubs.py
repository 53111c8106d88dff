"""Stands in for modules that a revision imports and this machine does not have, and says when one is looked at.

Unlike `stubs`, which are enough to learn a graph, these know their names. What an `upgrade()` does
with one is written down, since text that came of it is not what the project would get.
"""

import ast
import dis
import functools
import importlib
import importlib.abc
import importlib.machinery
import os
import sys
import types

import stubs

# Names of the stubs that were looked at since `touched.clear()`.
touched: list[str] = []

# Frames of these files only pass an import on.
IMPORTERS = ("<frozen importlib", os.sep + "importlib" + os.sep)


def is_discarded(frame) -> bool:
    """Whether the caller throws away what the call returns, as one does of a line to a log."""
    after = [each for each in dis.get_instructions(frame.f_code)
             if each.offset > frame.f_lasti and each.opname not in ("CACHE", "NOP")]
    return bool(after) and after[0].opname == "POP_TOP"


@functools.cache
def attempts(file: str) -> list[range]:
    """The lines of a file on which an import may fail."""
    with open(file, "rb") as source:
        tree = ast.parse(source.read())
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and any(catches_import(each) for each in node.handlers):
            found.append(range(node.body[0].lineno, node.body[-1].end_lineno + 1))
    return found


def catches_import(handler: ast.ExceptHandler) -> bool:
    caught = ast.dump(handler.type) if handler.type else ""
    return not caught or "ImportError" in caught or "ModuleNotFoundError" in caught or "'Exception'" in caught


def is_attempt(file: str, line: int) -> bool:
    """Whether the project is prepared for this import to fail."""
    return any(line in each for each in attempts(file))


class Stub:
    """Any name of a stubbed module: can be called, subclassed, iterated, compared and printed."""

    def __init__(self, name: str):
        vars(self)["_name"] = name

    def __getattr__(self, name):
        if name in ("__name__", "__qualname__"):
            touched.append(self._name)
            return self._name.rpartition(".")[2]
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Stub(f"{self._name}.{name}")

    def __setattr__(self, name, value):
        vars(self)[name] = value

    def __call__(self, *arguments, **options):
        # As a decorator, leave what is decorated as it is.
        if len(arguments) == 1 and not options and isinstance(arguments[0], (types.FunctionType, type)):
            return arguments[0]
        if not is_discarded(sys._getframe(1)):
            touched.append(self._name)
        return Stub(f"{self._name}()")

    def __mro_entries__(self, bases):
        return ()

    def __repr__(self):
        touched.append(self._name)
        return f"<stub {self._name}>"

    __str__ = __repr__

    def __format__(self, specification):
        return repr(self)

    def __iter__(self):
        touched.append(self._name)
        return iter(())

    def __enter__(self):
        touched.append(self._name)
        return self

    def __exit__(self, *arguments):
        return False

    def __getitem__(self, key):
        touched.append(self._name)
        return Stub(f"{self._name}[]")

    def __bool__(self):
        touched.append(self._name)
        return True

    def __eq__(self, other):
        touched.append(self._name)
        return self is other

    def __hash__(self):
        return id(self)

    def __instancecheck__(self, value):
        touched.append(self._name)
        return False

    def __subclasscheck__(self, value):
        return False

    def __contains__(self, value):
        touched.append(self._name)
        return False

    def __len__(self):
        touched.append(self._name)
        return 0

    def _operate(self, *other):
        touched.append(self._name)
        return Stub(self._name)

    __or__ = __ror__ = __add__ = __radd__ = __mod__ = __rmod__ = __sub__ = __mul__ = _operate
    __and__ = __rand__ = __lt__ = __gt__ = __le__ = __ge__ = __truediv__ = __neg__ = _operate


class StubModule(types.ModuleType):
    """A module of which nothing is known."""

    __path__: list[str] = []

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Stub(f"{self.__name__}.{name}")


class StubLoader(importlib.abc.Loader):
    def create_module(self, spec):
        return StubModule(spec.name)

    def exec_module(self, module):
        pass


class LastFinder(importlib.abc.MetaPathFinder):
    """Asked last: what a revision or its project imports and nobody knows is a stub.

    An installed package that tries for an optional one is told the truth.
    """

    def __init__(self, root: str):
        self.root = root
        self.stubbed: list[str] = []

    def find_spec(self, name, path=None, target=None):
        parent = sys.modules.get(name.rpartition(".")[0])
        if not isinstance(parent, StubModule) and not self.is_asked_by_project():
            return None
        self.stubbed.append(name)
        return importlib.machinery.ModuleSpec(name, StubLoader(), is_package=True)

    def is_asked_by_project(self) -> bool:
        frame = sys._getframe(2)
        while frame:
            file = frame.f_code.co_filename
            if not any(each in file for each in IMPORTERS):
                return file.startswith(self.root) and not is_attempt(file, frame.f_lineno)
            frame = frame.f_back
        return False


class ForgivingLoader(importlib.abc.Loader):
    """Runs a module of the project; of what fails, literals are kept and other names stubbed."""

    def __init__(self, base, interrupted: dict[str, str]):
        self.base = base
        self.interrupted = interrupted

    def create_module(self, spec):
        return self.base.create_module(spec)

    def exec_module(self, module):
        try:
            self.base.exec_module(module)
        except Exception as error:
            self.interrupted[module.__name__] = f"{type(error).__name__}: {error}"[:300]
            kept = stubs.literals(self.base.get_source(module.__name__))
            vars(module).update({k: v for k, v in kept.items() if k not in vars(module)})
            if not hasattr(module, "__getattr__"):
                module.__getattr__ = lambda name: self.missing(module, name)

    def missing(self, module, name: str):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        # `from package import module` asks for an attribute first.
        path = vars(module).get("__path__")
        full = f"{module.__name__}.{name}"
        if path and importlib.machinery.PathFinder.find_spec(full, path):
            return importlib.import_module(full)
        return Stub(full)


class ProjectFinder(importlib.abc.MetaPathFinder):
    """Finds the project's own modules in its unpacked wheel."""

    def __init__(self, root: str, interrupted: dict[str, str]):
        self.root = root
        self.interrupted = interrupted

    def find_spec(self, name, path=None, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, path or [self.root])
        if spec is None or not spec.origin or not spec.origin.startswith(self.root):
            return None
        if isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = ForgivingLoader(spec.loader, self.interrupted)
        return spec


def install(root: str) -> tuple[list[str], dict[str, str]]:
    """Finds a project at `root`; gives the names that will be stubbed, and modules that failed."""
    interrupted: dict[str, str] = {}
    sys.path.append(root)
    sys.meta_path.insert(0, ProjectFinder(root, interrupted))
    last = LastFinder(root)
    sys.meta_path.append(last)
    return last.stubbed, interrupted
