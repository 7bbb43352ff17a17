"""What is called and is no function: brackets behind an object, a comma missing between two tuples."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repair import Edit
from assistant.repairs.cadquery.rule import Finding, View, repair
from backends.outcome import Diagnostic, Range


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.call(diagnostic)
    if call is None or "object is not callable" not in diagnostic.message:
        return
    behind = view.sites.node_range(call.func).end
    if isinstance(call.func, (ast.Tuple, ast.List)):
        # The range of a tuple has its parentheses.
        yield Finding(
            (view.insert(behind, ","),), "Put a comma between the two", "two tuples stand side by side", 0.96
        )  # fmt: skip
    elif not call.args and not call.keywords:
        edit = Edit(Range(behind, view.sites.node_range(call).end), "")
        yield Finding((edit,), "Remove the brackets", "it is an object, not a function", 0.9)


REPAIR = repair("called-object", find, "TypeError")
