"""``tl.zeros(shape)``: the language has no default element type."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.node_at(diagnostic.range, ast.Call)
    names = [str(n) for n in diagnostic.data.get("names", ())]
    if call is None or not isinstance(call.func, ast.Attribute) or call.func.attr not in ("zeros", "full"):
        return
    if names and names != ["dtype"]:
        return
    language = view.text(call.func).rpartition(".")[0] or "tl"
    yield Finding(
        (view.add_argument(call, f"dtype={language}.float32"),),
        f"Add `dtype={language}.float32`",
        f"`{call.func.attr}` needs an element type; float32 is what sums are kept in",
        0.93,
    )


REPAIR = triton_repair("missing_dtype", ("missing-argument",), find)
