"""Takes one name out of a declaration."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.outline import Declaration, Module
from assistant.repairs.verilog.rule import Change, View


def without_name(view: View, module: Module, declaration: Declaration) -> Iterator[Change]:
    """Removes the name, and the whole statement when it declares nothing else."""
    source = view.source
    if declaration.siblings <= 1:
        yield view.remove(declaration.first, declaration.last)
        return
    end = declaration.token
    while source.word(end + 1) not in (",", ";", ")") and end < declaration.last:
        end = source.skip(end + 1) - 1
    if source.word(end + 1) == "," and end + 2 < len(source):
        yield (source[declaration.token].start, source[end + 2].start, "")
    elif source.word(declaration.token - 1) == ",":
        yield (source[declaration.token - 1].start, source[end].end, "")
