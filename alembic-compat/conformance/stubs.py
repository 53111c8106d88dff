"""Stands in for modules that a revision imports and this machine does not have.

Alembic learns a graph by importing every revision file. Their projects are not installed here, so
that whatever cannot be imported becomes a module whose every name can be called, subclassed, used
as a decorator, iterated and compared.
"""

import ast
import importlib
import importlib.abc
import importlib.machinery
import sys
import types


class _StubType(type):
    def __getattr__(cls, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Stub

    def __call__(cls, *arguments, **options):
        if cls is Stub:
            # As a decorator, leave what is decorated as it is.
            if len(arguments) == 1 and not options and callable(arguments[0]):
                return arguments[0]
            return Stub
        return object.__new__(cls)

    def __iter__(cls):
        return iter(())

    def __getitem__(cls, key):
        return Stub

    def __or__(cls, other):
        return Stub

    __ror__ = __add__ = __radd__ = __mod__ = __or__


class Stub(metaclass=_StubType):
    """Any name of a stubbed module."""

    def __init_subclass__(cls, **options):
        super().__init_subclass__()


class _StubModule(types.ModuleType):
    __path__: list[str] = []

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Stub


class _StubLoader(importlib.abc.Loader):
    def create_module(self, spec):
        return _StubModule(spec.name)

    def exec_module(self, module):
        pass


class StubFinder(importlib.abc.MetaPathFinder):
    """Asked last: every module that no other finder knows is a stub."""

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, _StubLoader(), is_package=True)


def assigned(source: str) -> set[str]:
    """The names that a module assigns at its top."""
    found = set()
    for statement in ast.parse(source).body:
        targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
        found.update(each.id for each in targets if isinstance(each, ast.Name))
    return found


def literals(source: str) -> dict:
    """The names that a module gives to literals, without running it."""
    found = {}
    for statement in ast.parse(source).body:
        if not isinstance(statement, ast.Assign):
            continue
        try:
            value = ast.literal_eval(statement.value)
        except ValueError:
            continue
        found.update({each.id: value for each in statement.targets if isinstance(each, ast.Name)})
    return found


class _ForgivingLoader(importlib.abc.Loader):
    """Runs a module of the project; of what fails, literals are kept and other names stubbed."""

    def __init__(self, base):
        self.base = base

    def create_module(self, spec):
        return self.base.create_module(spec)

    def exec_module(self, module):
        try:
            self.base.exec_module(module)
        except Exception:
            vars(module).update(literals(self.base.get_source(module.__name__)))
        if hasattr(module, "__getattr__"):
            return

        def missing(name):
            # `from package import module` asks for an attribute first.
            path = vars(module).get("__path__")
            if path and importlib.machinery.PathFinder.find_spec(f"{module.__name__}.{name}", path):
                return importlib.import_module(f"{module.__name__}.{name}")
            return _StubModule.__getattr__(module, name)

        module.__getattr__ = missing


class ProjectFinder(importlib.abc.MetaPathFinder):
    """Finds the project's own modules in its unpacked wheel."""

    def __init__(self, root: str):
        self.root = root

    def find_spec(self, name, path=None, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, path or [self.root])
        if spec is None or not spec.origin or not spec.origin.startswith(self.root):
            return None
        spec.loader = _ForgivingLoader(spec.loader)
        return spec


def install(root: str | None) -> None:
    """Stubs what is not installed; with a root, the project's own modules are run before that."""
    if root:
        sys.meta_path.insert(0, ProjectFinder(root))
    sys.meta_path.append(StubFinder())
