"""A launch that passes what the autotuner sets."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    keyword = view.node_at(diagnostic.range, ast.keyword)
    call = None if keyword is None else view.parents.get(id(keyword))
    if keyword is not None and isinstance(call, ast.Call) and keyword.arg == diagnostic.data.get("name"):
        yield Finding(
            (view.remove_argument(call, keyword),),
            f"Remove `{keyword.arg}=`",
            f"the autotuner chooses `{keyword.arg}`",
            0.95,
        )


REPAIR = triton_repair("autotune_conflict", ("autotune-conflict",), find)
