"""``num_warps=6``: the next power of two."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    value, power = diagnostic.data.get("value"), diagnostic.data.get("power")
    nodes = [n for n in view.nodes if isinstance(n, ast.keyword) and n.arg == "num_warps"]
    start, end = view.range_span(diagnostic.range)
    for keyword in nodes:
        first, last = view.span(keyword)
        if not ((first <= start and end <= last) or (start <= first and last <= end)):
            continue
        if not isinstance(keyword.value, ast.Constant) or not isinstance(keyword.value.value, int):
            continue
        number = keyword.value.value
        rounded = power if number == value and isinstance(power, int) else 1 << max(number - 1, 0).bit_length()
        rounded = min(rounded, 32)
        if rounded != number:
            yield Finding(
                (view.replace(keyword.value, str(rounded)),),
                f"Use num_warps={rounded}",
                f"{number} is not a number of warps a block can have",
                0.92,
            )
            return


REPAIR = triton_repair("num_warps", ("num-warps",), find, safe=True)
