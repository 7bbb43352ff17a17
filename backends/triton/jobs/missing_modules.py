"""Stands in for packages a kernel file imports but does not need for its verdict: plotting, tables, test decorators.

Standard library only. Loaded by path from the job files.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import sys
import types
from typing import Any

DECORATIVE = frozenset({"matplotlib", "pandas", "tabulate", "tqdm", "seaborn", "IPython", "rich", "torchvision"})
"""Packages whose absence cannot change whether a kernel is right."""


class Inert:
    """Any attribute, call, index or decoration of it is inert again."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert(f"{self._name}.{name}")

    def __call__(self, *args: Any, **options: Any) -> Any:
        if len(args) == 1 and not options and isinstance(args[0], (types.FunctionType, type)):
            return args[0]
        return Inert(f"{self._name}()")

    def __getitem__(self, key: Any) -> Any:
        return Inert(f"{self._name}[]")

    def __iter__(self) -> Any:
        return iter(())

    def __enter__(self) -> Inert:
        return self

    def __exit__(self, *exception: Any) -> None:
        return None

    def __mro_entries__(self, bases: Any) -> tuple[type, ...]:
        return (object,)

    def __repr__(self) -> str:
        return f"<{self._name}: not installed>"


class InertModule(types.ModuleType):
    __path__: list[str] = []  # noqa: RUF012

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert(f"{self.__name__}.{name}")


class InertFinder:
    """Finds absent packages: those in ``DECORATIVE``, or all of them when ``every``."""

    def __init__(self, every: bool) -> None:
        self.every = every
        self.missing: list[str] = []

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        root = fullname.partition(".")[0]
        if (root == "torch" and root in sys.modules) or root in sys.stdlib_module_names or root == "org":
            # ``org`` is Jython's; the standard library's ``copy`` asks for it.
            return None
        if not (self.every or root in DECORATIVE) or (path is not None and root not in self.missing):
            return None
        if root not in self.missing:
            self.missing.append(root)
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)  # type: ignore[arg-type]

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return InertModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        return None


class Skipped(Exception):
    """``pytest.skip`` was called."""


class _Raises:
    def __init__(self, expected: Any, *args: Any, **options: Any) -> None:
        self.expected = expected

    def __enter__(self) -> _Raises:
        return self

    def __exit__(self, kind: Any, value: Any, trace: Any) -> bool:
        if kind is None:
            raise AssertionError(f"DID NOT RAISE {self.expected}")
        return issubclass(kind, self.expected)


class _Mark:
    def parametrize(self, names: Any, values: Any, **options: Any) -> Any:
        listed = [n.strip() for n in names.split(",")] if isinstance(names, str) else list(names)

        def decorate(function: Any) -> Any:
            marks = getattr(function, "hardsight_parametrize", [])
            function.hardsight_parametrize = [*marks, (listed, list(values))]
            return function

        return decorate

    def skipif(self, condition: Any, *args: Any, **options: Any) -> Any:
        def decorate(function: Any) -> Any:
            if condition:
                function.hardsight_skip = True
            return function

        return decorate

    def skip(self, *args: Any, **options: Any) -> Any:
        return self.skipif(True)(args[0]) if args and callable(args[0]) else self.skipif(True)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert(f"pytest.mark.{name}")


def _skip(reason: str = "", **options: Any) -> None:
    raise Skipped(reason)


def _approx(expected: Any, rel: float | None = None, abs: float | None = None, **options: Any) -> Any:
    class Near(float):
        def __eq__(self, other: object) -> bool:
            tolerance = max((1e-6 if rel is None else rel) * builtin_abs(self), 1e-12 if abs is None else abs)
            return builtin_abs(float(other) - float(self)) <= tolerance  # type: ignore[arg-type]

        __hash__ = float.__hash__

    return Near(expected)


builtin_abs = abs


def install(*, every: bool) -> InertFinder:
    """Let imports of absent packages succeed; returns the finder, which lists what was missing."""
    finder = InertFinder(every)
    sys.meta_path.append(finder)  # type: ignore[arg-type]
    if importlib.util.find_spec("pytest") is None or "pytest" not in sys.modules:
        # The marks are read here, not by pytest, so even an installed one is replaced: importing it costs 0.2 s.
        pytest = InertModule("pytest")
        pytest.__dict__.update(
            mark=_Mark(), skip=_skip, raises=_Raises, approx=_approx, fixture=lambda f=None, **o: f or (lambda g: g),
            param=lambda *values, **options: values[0] if len(values) == 1 else values,
            importorskip=lambda name, **options: importlib.import_module(name),
            main=lambda *args, **options: 0, fail=_fail,
        )  # fmt: skip
        sys.modules["pytest"] = pytest
    return finder


def _fail(reason: str = "", **options: Any) -> None:
    raise AssertionError(reason)


def cases(function: Any, limit: int) -> list[dict[str, Any]]:
    """The first ``limit`` argument sets of a parametrized test; one empty set when it has none."""
    marks = getattr(function, "hardsight_parametrize", [])
    found: list[dict[str, Any]] = [{}]
    for names, values in reversed(marks):
        grown = []
        for base in found:
            for value in values:
                given = value if len(names) > 1 else (value,)
                grown.append({**base, **dict(zip(names, given, strict=True))})
        found = grown
    return found[:limit]
