"""``tl.sum(x, dim=0)``, ``tl.load(p, msk=m)``: an argument under a name that the function does not have."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic

_TRANSPOSED = {"trans_a": 0, "trans_b": 1, "transpose_a": 0, "transpose_b": 1}


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    keyword = view.node_at(diagnostic.range, ast.keyword)
    name = diagnostic.data.get("keyword") or diagnostic.data.get("name")
    if keyword is None or keyword.arg is None or keyword.arg != name:
        return
    call = view.parents.get(id(keyword))
    if not isinstance(call, ast.Call):
        return
    if name in _TRANSPOSED and str(diagnostic.data.get("function", "")).endswith("dot"):
        yield from _transposed(view, call, keyword, _TRANSPOSED[name])
        return
    start = view.span(keyword)[0]
    for rank, nearest in enumerate(diagnostic.data.get("nearest", ())):
        yield Finding(
            ((start, start + len(keyword.arg), nearest),),
            f"Rename the argument to `{nearest}`",
            f"the function calls `{name}` `{nearest}`",
            0.93 * 0.55**rank,
        )
    if str(diagnostic.data.get("function", "")) == "range" and name == "step":
        value = view.text(keyword.value)
        if len(call.args) == 2:
            yield Finding(
                (view.replace(keyword, value),),
                "Pass the step as the third argument",
                "`range` takes no keywords",
                0.95,
            )
    if name in ("device", "requires_grad", "out", "pin_memory", "boundary_check", "padding_option"):
        yield Finding(
            (view.remove_argument(call, keyword),), f"Remove `{name}=`", f"`{name}` means nothing inside a kernel", 0.7,
            ambiguous=name in ("boundary_check", "padding_option"),
        )  # fmt: skip


def _transposed(view: View, call: ast.Call, keyword: ast.keyword, operand: int) -> Iterator[Finding]:
    """``tl.dot(a, b, trans_b=True)`` of Triton 1."""
    if len(call.args) <= operand or not isinstance(keyword.value, ast.Constant):
        return
    removed = view.remove_argument(call, keyword)
    if not keyword.value.value:
        yield Finding((removed,), f"Remove `{keyword.arg}=False`", "`tl.dot` no longer transposes", 0.95)
        return
    argument = call.args[operand]
    language = view.text(call.func).rpartition(".")[0]
    wrapped = view.replace(argument, f"{language}.trans({view.text(argument)})")
    yield Finding(
        (wrapped, removed), "Transpose the operand with `tl.trans`", f"`tl.dot` no longer has `{keyword.arg}`", 0.95
    )


REPAIR = triton_repair("keyword_name", ("unknown-keyword", "launch-unknown-argument"), find)
