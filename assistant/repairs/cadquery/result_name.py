"""A script that leaves no part to be seen: call its last object result."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, repair
from backends.outcome import Diagnostic, Position


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    assert view.tree is not None
    variable = diagnostic.data.get("variable")
    if variable:
        end = view.lines.position(len(view.code))
        newline = "" if view.code.endswith("\n") else "\n"
        yield Finding(
            (view.insert(end, f"{newline}result = {variable}\n"),), f"Call {variable} the result",
            "viewers and Hardsight look for a variable of this name", 0.9,
        )  # fmt: skip
        return
    statement = view.tree.body[-1] if view.tree.body else None
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        yield Finding(
            (view.insert(Position(statement.lineno - 1, statement.col_offset), "result = "),), "Assign the part to result",
            "the last line makes a part and throws it away", 0.9,
        )  # fmt: skip


REPAIR = repair("result-name", find, "no-result", "missing-result")
