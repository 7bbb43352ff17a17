"""Imports a project's modules for what its kernels need of them, although much of the project may not run here.

A package runs only when something of it is asked for that is no module in it, so that importing ``project.ops.math`` does not
run all of ``project``. A statement that raises leaves the rest of its module usable. Standard library only.
"""

from __future__ import annotations

import ast
import importlib
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

user_module = sys.modules["_hardsight_user_module"]


class PatientNeighbours(user_module.Neighbours):  # type: ignore[misc, name-defined]
    """``stand_in`` makes what is bound to names whose import failed."""

    def __init__(self, texts: dict[str, str], stand_in: Callable[[str], Any]) -> None:
        super().__init__(texts)
        self.stand_in = stand_in

    def exec_module(self, module: types.ModuleType) -> None:
        path = module.__spec__.origin if module.__spec__ else None
        assert path is not None
        if Path(path).name != "__init__.py":
            self.run(module, path)
            return
        unrun, given = [path], given_names(ast.parse(self.texts[path], path), module.__name__)

        def ask(name: str) -> Any:
            base = Path(path).parent / name
            if name not in given and (f"{base}.py" in self.texts or str(base / "__init__.py") in self.texts):
                return importlib.import_module(f"{module.__name__}.{name}")
            if unrun and not name.startswith("__"):
                self.run(module, unrun.pop())
                if name in module.__dict__:
                    return module.__dict__[name]
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

        module.__dict__["__getattr__"] = ask

    def run(self, module: types.ModuleType, path: str) -> None:
        """Each statement by itself."""
        user_module.show_source(path, self.texts[path])
        for node in ast.parse(self.texts[path], path).body:
            try:
                exec(compile(ast.Module([node], []), path, "exec", dont_inherit=True), module.__dict__)
            except Exception:
                user_module.bind_imports(node, module.__dict__, self.stand_in)
                for name in stored_names(node):
                    module.__dict__.setdefault(name, self.stand_in(name))


def stored_names(node: ast.AST) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def given_names(tree: ast.Module, package: str) -> set[str]:
    """Names that the package itself defines or takes out of its modules, and which therefore hide modules of that name."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module not in (None, package):
            found |= {alias.asname or alias.name for alias in node.names}
        elif not isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= stored_names(node)
    return found
