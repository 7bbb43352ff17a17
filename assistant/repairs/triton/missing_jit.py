"""A function that is launched as a kernel, or called by one, without ``@triton.jit``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    name = str(diagnostic.data.get("name", ""))
    function = None if view.model is None else view.model.functions.get(name)
    if function is None or function.decorator_list:
        return
    decorator = next(
        (f"@{a}" for a, full in (view.model.aliases if view.model else {}).items() if full == "triton.jit"),
        "@triton.jit",
    )
    yield Finding(
        (view.line_above(function.lineno - 1, decorator),),
        f"Add `{decorator}` above `{name}`",
        f"`{name}` is used as code of the GPU",
        0.95,
    )


REPAIR = triton_repair("missing_jit", ("missing-jit",), find)
