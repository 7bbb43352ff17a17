"""A chain whose result is thrown away: assign it to the variable that it starts from."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.cadquery.script_checks import chain_root, starts_with_constructor
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.call(diagnostic)
    if call is None or call not in view.sites.statements:
        return
    root = chain_root(call)
    if not isinstance(root, ast.Name) or starts_with_constructor(call):
        return
    start = view.sites.node_range(call).start
    yield Finding(
        (view.insert(start, f"{root.id} = "),), f"Assign the result to {root.id}",
        f"{method_of(call)} leaves {root.id} as it was and returns the changed part", 0.9,
    )  # fmt: skip


REPAIR = repair("assigned-chain", find, "discarded-result")
