"""A name that some well-known import gives: add the import, or reach the name through the one that is there."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repair import Edit
from assistant.repairs.cadquery.rule import Finding, View, repair
from backends.cadquery.api_table import api
from backends.outcome import Diagnostic, Position

_IMPORTS = {
    "cq": "import cadquery as cq", "cadquery": "import cadquery", "math": "import math", "np": "import numpy as np",
    "numpy": "import numpy", "sqrt": "from math import sqrt", "sin": "from math import sin", "cos": "from math import cos",
    "tan": "from math import tan", "pi": "from math import pi", "radians": "from math import radians", "os": "import os",
    "Path": "from pathlib import Path", "exporters": "from cadquery import exporters",
    "importers": "from cadquery import importers", "random": "import random", "itertools": "import itertools",
}  # fmt: skip


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    name = diagnostic.data.get("name")
    node = view.expression(diagnostic)
    if not isinstance(name, str) or view.tree is None:
        return
    module = view.imported_as("cadquery")
    is_name = isinstance(node, ast.Name) and node.id == name
    if name in api().modules["cadquery"] and module is not None and is_name and name not in ("cq",):
        yield Finding(
            (Edit(diagnostic.range, f"{module}.{name}"),), f"Write {module}.{name}",
            f"{name} is in cadquery, which is imported as {module}", 0.9,
        )  # fmt: skip
    elif name in api().modules["cadquery"] and module is None and name[:1].isupper():
        yield _add(f"from cadquery import {name}", view)
    rest = name.removeprefix(module) if module is not None else name
    if module is not None and rest != name and rest in api().modules["cadquery"] and is_name:
        edit = Edit(diagnostic.range, f"{module}.{rest}")
        yield Finding((edit,), f"Write {module}.{rest}", "the dot between module and class is missing", 0.95)
    if name in _IMPORTS:
        if name == "cq" and module is not None and is_name:
            yield Finding(
                (Edit(diagnostic.range, module),), f"Write {module}", f"cadquery is imported as {module}", 0.7
            )
        yield _add(_IMPORTS[name], view)


def _add(line: str, view: View) -> Finding:
    return Finding((view.insert(_place(view), line + "\n"),), f"Add {line}", "it is used and never imported", 0.9)


def _place(view: View) -> Position:
    """Before the first import or statement, but behind the docstring and the future imports."""
    assert view.tree is not None
    for number, node in enumerate(view.tree.body):
        docstring = number == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if not docstring and not future:
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
            return Position(first - 1, 0)
    return Position(view.lines.line_count, 0)


REPAIR = repair("import-name", find, "UndefinedName", python=("UndefinedName",), safe=True)
