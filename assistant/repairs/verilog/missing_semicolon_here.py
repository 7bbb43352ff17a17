"""Puts the semicolon exactly where the front end misses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.repairs.verilog.rule import Finding, View, pointed
from backends.outcome import Diagnostic, Position


def _place(diagnostic: Diagnostic, view: View) -> int:
    """Offset where the front end wants it; some ranges cover the token before."""
    insert = diagnostic.data.get("insert")
    if isinstance(insert, Mapping):
        return view.context.lines.offset(Position(insert["line"], insert["character"]))
    return view.offset(diagnostic)


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    if "';'" not in diagnostic.message:
        return
    i = view.source.at(_place(diagnostic, view) - 1)
    if i < 0 or view.source.word(i) in ("begin", "else", "(", "{", "["):
        return
    offset = view.source[i].end
    yield Finding(
        ((offset, offset, ";"),),
        "Add `;`",
        f"what ends with `{view.source.word(i)}` on line {view.line(i)} needs a semicolon before the next item begins",
        0.6,
    )
    after = view.source.word(i + 1)
    if after in (",", ":", ".") and i + 2 < len(view.source) and view.source[i + 2].first:
        yield Finding(
            (view.replace(i + 1, i + 1, ";"),),
            f"Write `;` for `{after}`",
            f"the statement on line {view.line(i)} ends with `{after}` where its semicolon belongs",
            0.7,
        )


REPAIR = pointed("missing_semicolon_here", ("slang:ExpectedToken",), find)
