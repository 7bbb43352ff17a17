"""A block size among the parameters that lacks ``: tl.constexpr``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.triton.rule import Change, Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    kernel = view.kernel_at(diagnostic.range)
    names = [str(n) for n in diagnostic.data.get("parameters", ())]
    if kernel is None or not names:
        return
    changes: list[Change] = []
    for name in names:
        parameter = kernel.by_name.get(name)
        if parameter is None or parameter.constexpr:
            continue
        start, end = view.span(parameter.node)
        changes.append((start, end, f"{name}: tl.constexpr"))
    if changes:
        listed = ", ".join(f"`{n}`" for n in names)
        yield Finding(
            tuple(changes),
            f"Declare {listed} as `tl.constexpr`",
            f"{listed} must be known when `{kernel.name}` is compiled",
            0.93,
        )


REPAIR = triton_repair("constexpr_parameter", ("arange-constexpr", "shape-constexpr", "static-range-constexpr"), find)
