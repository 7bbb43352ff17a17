"""Executes a user's file statement by statement inside a worker, keeping its line numbers and surviving its failures.

Standard library only. Loaded by path from the job files; never imported by Hardsight itself.
"""

from __future__ import annotations
import __future__

import ast
import contextlib
import importlib.abc
import importlib.machinery
import linecache
import sys
import traceback
import types
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any


class Neighbours(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the modules beside the file from the text an editor holds for them instead of from the disk."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        tail = fullname.rpartition(".")[2]
        for directory in path if path is not None else sys.path:
            base = Path(directory or Path.cwd()) / tail
            for candidate, package in ((str(base / "__init__.py"), True), (f"{base}.py", False)):
                if candidate in self.texts:
                    spec = importlib.machinery.ModuleSpec(fullname, self, origin=candidate, is_package=package)
                    spec.has_location = True
                    if package:
                        spec.submodule_search_locations = [str(base)]
                    return spec
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        path = module.__spec__.origin if module.__spec__ else None
        assert path is not None
        show_source(path, self.texts[path])
        exec(compile(self.texts[path], path, "exec"), module.__dict__)


def show_source(path: str, text: str) -> None:
    """Make ``inspect`` and tracebacks read ``text`` for ``path``, whatever the disk says."""
    linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)


def is_main_guard(node: ast.stmt) -> bool:
    """``if __name__ == "__main__":``"""
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Compare)
        and isinstance(node.test.left, ast.Name)
        and node.test.left.id == "__name__"
        and isinstance(node.test.comparators[0], ast.Constant)
        and node.test.comparators[0].value == "__main__"
    )


class UserModule:
    """The user's file as a module. ``failures`` are the statements that raised: ``(node, exception)``.

    ``stand_in`` makes what is bound to the names of an import that failed, so that it is known where they came from.
    """

    def __init__(self, path: str, source: str, name: str, stand_in: Callable[[str], Any] | None = None) -> None:
        self.path = path
        self.stand_in = stand_in
        self.tree = ast.parse(source, path)
        show_source(path, source)
        self.module = types.ModuleType(name)
        self.module.__file__ = path
        sys.modules[name] = self.module
        self.failures: list[tuple[ast.stmt, BaseException]] = []
        postponed = any(
            isinstance(node, ast.ImportFrom)
            and node.module == "__future__"
            and any(alias.name == "annotations" for alias in node.names)
            for node in self.tree.body
        )
        self._flags = __future__.annotations.compiler_flag if postponed else 0

    @property
    def namespace(self) -> dict[str, Any]:
        return self.module.__dict__

    @property
    def main_body(self) -> list[ast.stmt]:
        """The statements under ``if __name__ == "__main__":``."""
        return [s for node in self.tree.body if isinstance(node, ast.If) and is_main_guard(node) for s in node.body]

    def define(self, *, keep_going: bool) -> None:
        """Everything at top level except the ``__main__`` block."""
        self.execute((node for node in self.tree.body if not is_main_guard(node)), keep_going=keep_going)

    def execute(self, body: Iterable[ast.stmt], *, keep_going: bool) -> None:
        """Run statements in the module's namespace; the first failure raises unless ``keep_going``."""
        for node in body:
            code = compile(ast.Module([node], []), self.path, "exec", flags=self._flags, dont_inherit=True)
            try:
                exec(code, self.namespace)
            except (Exception, SystemExit) as error:
                if not keep_going:
                    raise
                self.failures.append((node, error))
                if self.stand_in is not None:
                    bind_imports(node, self.namespace, self.stand_in)


def bind_imports(node: ast.stmt, namespace: dict[str, Any], stand_in: Callable[[str], Any]) -> None:
    """Carry out the imports in a statement that failed, one by one; names of those that fail get a stand-in."""
    for found in ast.walk(node):
        if isinstance(found, (ast.Import, ast.ImportFrom)):
            if found is not node:
                with contextlib.suppress(Exception):
                    exec(compile(ast.Module([found], []), "<import>", "exec", dont_inherit=True), namespace)
            for alias in found.names:
                name = (alias.asname or alias.name).partition(".")[0]
                namespace.setdefault(name, stand_in(name))


def said(error: BaseException) -> str:
    """Its text; nothing when its own ``__str__`` fails."""
    try:
        return str(error)
    except Exception:
        return ""


def chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and what caused it, outermost first."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def locations(error: BaseException, *paths: str) -> list[dict[str, Any]]:
    """Every frame of an exception and its causes in these files, outermost first: 1-based lines, UTF-8 columns."""
    found = []
    for one in chain(error):
        entry = one.__traceback__
        while entry is not None:
            if entry.tb_frame.f_code.co_filename in paths:
                found.append(span(entry.tb_frame.f_code, entry.tb_lasti, entry.tb_lineno))
            entry = entry.tb_next
    return found


def caller(*paths: str) -> dict[str, Any] | None:
    """The innermost frame of these files on the current stack."""
    frame: types.FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename in paths:
            return span(frame.f_code, frame.f_lasti, frame.f_lineno)
        frame = frame.f_back
    return None


def span(code: types.CodeType, instruction: int, line: int) -> dict[str, Any]:
    """The source of one bytecode instruction; columns are ``None`` before Python 3.11."""
    start: int | None = line
    end: int | None = line
    column: int | None = None
    end_column: int | None = None
    if hasattr(code, "co_positions") and instruction >= 0:
        positions = list(code.co_positions())
        index = instruction // 2
        if index < len(positions) and positions[index][0] is not None:
            start, end, column, end_column = positions[index]
    return {
        "path": code.co_filename,
        "line": start,
        "end_line": end,
        "column": column,
        "end_column": end_column,
        "function": code.co_name,
    }


def trace(error: BaseException) -> str:
    """The traceback without the frames of the worker's own files."""
    own = str(Path(__file__).parent)
    report = traceback.TracebackException.from_exception(error)
    part: traceback.TracebackException | None = report
    while part is not None:
        part.stack = traceback.StackSummary.from_list([f for f in part.stack if not f.filename.startswith(own)])
        part = part.__cause__ or part.__context__
    return "".join(report.format())[-8000:]
