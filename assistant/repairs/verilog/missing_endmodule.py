"""A module that is never closed: the file breaks off, or the next module begins inside it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.blocks import Missing, balance_of
from assistant.repairs.verilog.missing_end import insertion
from assistant.repairs.verilog.rule import Change, Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    """Closes each open module together with the blocks still open inside it."""
    balance = balance_of(view)
    source = view.source
    for missing in balance.missing:
        if missing.word != "endmodule":
            continue
        inner = [m for m in balance.missing if m.before == missing.before and m.opener > missing.opener]
        name = source.word(missing.opener + 1)
        where = "the file ends" if missing.before >= len(source) else "the next module begins"
        yield Finding(
            _closing(view, [*sorted(inner, key=lambda m: -m.opener), missing]),
            f"Close module {name}",
            f"module {name} (line {view.line(missing.opener)}) is still open where {where}; `endmodule` is missing",
            0.93,
            # Where the text stops inside a block, more than the closing words may be missing.
            ambiguous=bool(inner) and missing.before >= len(source),
        )


def _closing(view: View, missing: list[Missing]) -> tuple[Change, ...]:
    """One insertion for all, innermost first."""
    changes = [insertion(view, m) for m in missing]
    at = changes[0][0]
    text = changes[0][2] + "".join(c[2].removeprefix("\n") for c in changes[1:])
    source = view.source
    before = missing[-1].before
    if before < len(source):
        text += "\n"
    return ((at, at, text),)


REPAIR = scanning("missing_endmodule", find, safe=True)
