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
    source = view.source
    for k in (i, i + 1):
        if source.word(k) in (",", ":", ".") and k + 1 < len(source) and source[k + 1].first:
            yield Finding(
                (view.replace(k, k, ";"),),
                f"Write `;` for `{source.word(k)}`",
                f"the statement on line {view.line(k)} ends with `{source.word(k)}` where its semicolon belongs",
                0.7,
            )
    if source.word(i) not in (",", ":", "."):
        yield Finding(
            (view.behind(i, ";"),),
            "Add `;`",
            f"what ends with `{source.word(i)}` on line {view.line(i)} needs a semicolon before the next item begins",
            0.6,
        )


REPAIR = pointed("missing_semicolon_here", ("slang:ExpectedToken",), find)
