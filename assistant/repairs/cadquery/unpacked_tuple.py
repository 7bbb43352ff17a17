"""Numbers given as one tuple to a method that takes them one by one: ``.box((1, 2, 3))``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.call(diagnostic)
    if call is None or not diagnostic.data.get("packed") or len(call.args) != 1:
        return
    packed = call.args[0]
    if isinstance(packed, (ast.Tuple, ast.List)):
        inner = ", ".join(view.text(item) for item in packed.elts)
        yield Finding(
            (view.replace(packed, inner),),
            "Pass the numbers one by one",
            f"{method_of(call)} takes them as single arguments",
            0.95,
        )


REPAIR = repair("unpacked-tuple", find, "missing-argument")
