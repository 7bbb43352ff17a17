"""A method in a chain without its brackets: ``.workplane.hole(3)``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.attribute(diagnostic)
    if node is None:
        return
    # The front end marks the method itself, the kernel the name that was looked up on it.
    uncalled = node.value if diagnostic.code == "AttributeError" else node
    if isinstance(uncalled, ast.Attribute):
        yield Finding(
            (view.insert(view.sites.node_range(uncalled).end, "()"),), f"Call {uncalled.attr}",
            f"{uncalled.attr} is a method, and only its result can be worked on", 0.95,
        )  # fmt: skip


REPAIR = repair("called-method", find, "method-not-called")
