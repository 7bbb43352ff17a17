"""An ``end`` or another closing word that closes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.blocks import balance_of
from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, pointed, scanning
from backends.outcome import Diagnostic


def find(view: View) -> Iterator[Finding]:
    balance = balance_of(view)
    found = [_finding(view, i, 0.85 if not balance.missing else 0.5) for i in balance.extra]
    yield from together(found, "Remove the closing words that close nothing")
    if balance.even:
        return
    for i in range(1, len(view.source)):
        token, before = view.source[i], view.source[i - 1]
        if token.text in ("end", "endcase", "endmodule") and token.text == before.text and token.line == before.line:
            yield _finding(view, i, 0.92)


def _finding(view: View, i: int, confidence: float) -> Finding:
    word = view.source.word(i)
    last = i + (view.source.word(i + 1) == ";")
    return Finding(
        (view.remove(i, last),),
        f"Remove `{word}`",
        f"`{word}` on line {view.line(i)} closes no block: one closing word is too many",
        confidence,
    )


def find_here(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    """The closing word the front end stumbles on."""
    i = view.token_at(diagnostic)
    if view.source.word(i) in (
        "end",
        "endcase",
        "endfunction",
        "endtask",
        "endgenerate",
        "endmodule",
        "join",
        "}",
        ")",
        "]",
    ):
        yield _finding(view, i, 0.5)


REPAIR = scanning("extra_end", find)
REPAIR_HERE = pointed(
    "extra_closing_word", ("slang:UnexpectedEndDelim", "slang:ExpectedMember", "slang:ExpectedStatement"), find_here
)
