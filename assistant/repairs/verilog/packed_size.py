"""``reg [8] a``: a packed range needs both bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.expressions import expression_end
from assistant.repairs.verilog.keywords import DECLARING
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if token.text != "[" or i not in source.partner or source.word(i - 1) not in DECLARING | {"signed", "unsigned"}:
            continue
        close = source.partner[i]
        if (
            close == i + 1
            or any(source.word(k) == ":" for k in range(i + 1, close))
            or source.kind(close + 1) is not Kind.NAME
        ):
            continue
        if expression_end(source, i + 1, close) != close - 1:
            continue
        size = source.slice(i + 1, close - 1)
        bound = str(int(size) - 1) if size.isdigit() and int(size) else f"{size}-1"
        if match := re.fullmatch(r"(.+?)\s*-\s*0", size):
            # "[W-1-0]": a dash for the colon.
            bound = match[1]
        if size.endswith("-1") or size.endswith("- 1"):
            bound = size
        # "[70]" is more likely a range without its colon than a vector of 70 bits.
        if len(size) in (2, 3) and size.endswith("0") and size[:-1] in ("1", "3", "7", "15", "31", "63"):
            bound = size[:-1]
        found.append(
            Finding(
                (view.replace(i, close, f"[{bound}:0]"),),
                f"Write the range `[{bound}:0]`",
                f"`[{size}]` on line {view.line(i)} gives a size, but a vector's range needs both bounds",
                0.88,
                ambiguous=size.isdigit() and int(size) % 2 == 1,
            )
        )
    yield from together(found, "Give all vectors both bounds")


REPAIR = scanning("packed_size", find)
