"""``other=`` without ``mask=``: adds the mask of the same offsets, or takes ``other`` away."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.missing_mask import masks_for
from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.node_at(diagnostic.range, ast.Call)
    kernel = view.kernel_at(diagnostic.range)
    if call is None or kernel is None:
        return
    other = next((k for k in call.keywords if k.arg == "other"), None)
    if other is None:
        return
    for text, confidence in masks_for(view, kernel, call):
        yield Finding(
            (view.before(other, f"mask={text}, "),),
            f"Add `mask={text}`",
            "`other` is what a mask leaves out",
            confidence,
        )
    yield Finding(
        (view.remove_argument(call, other),), "Remove `other=`", "without a mask nothing is left out", 0.5, True
    )


REPAIR = triton_repair("other_argument", ("other-without-mask",), find)
