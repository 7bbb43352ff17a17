"""A block without its ``end``, ``endcase``, ``endfunction``, ``endtask`` or ``endgenerate``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.blocks import Missing, balance_of
from assistant.repairs.verilog.combine import disjoint, together
from assistant.repairs.verilog.keywords import MODULE_ITEMS
from assistant.repairs.verilog.rule import Change, Finding, View, pointed, scanning
from backends.outcome import Diagnostic

_CONFIDENCE = 0.9


def find(view: View) -> Iterator[Finding]:
    balance = balance_of(view)
    findings = [_finding(view, m) for m in balance.missing if m.word != "endmodule"]
    if not balance.extra:
        yield from together(findings, "Close the open blocks")
    else:
        yield Finding(
            disjoint([*(c for f in findings for c in f.changes), *(view.remove(i, i) for i in balance.extra)]),
            "Balance the blocks as they are indented",
            "opening and closing words do not match; by their indentation some are missing and some are too many",
            0.75,
            ambiguous=any(f.ambiguous for f in findings),
        )
        yield from (Finding(f.changes, f.title, f.cause, 0.6, f.ambiguous) for f in findings)
    yield from _at_next_item(view)


def _finding(view: View, missing: Missing) -> Finding:
    told = _told(view, missing)
    opened = f"`{view.source.word(missing.opener)}` on line {view.line(missing.opener)}"
    return Finding(
        (insertion(view, missing),),
        f"Add `{missing.word}`",
        f"{opened} is not closed where its indentation ends, so the rest of the module is read as part of it; "
        f"`{missing.word}` is missing",
        _CONFIDENCE if told else 0.7,
        ambiguous=not told,
    )


def _told(view: View, missing: Missing) -> bool:
    """False where the block's lines are not indented against its first one, or the text simply stops inside it."""
    source = view.source
    if missing.before >= len(source) and not any(
        source.word(i) == "endmodule" for i in range(missing.opener, len(source))
    ):
        return False
    inner = source.last_on_line(missing.opener) + 1
    return inner < len(source) and source.column(inner) > missing.column


def insertion(view: View, missing: Missing) -> Change:
    """The closing word on a line of its own, indented as its opening line."""
    source = view.source
    indent = source.indent(missing.opener)
    if missing.before >= len(source):
        text = view.code
        at = len(text)
        newline = "" if text.endswith("\n") or not text else "\n"
        return (at, at, f"{newline}{indent}{missing.word}\n")
    if source[missing.before].first:
        start = view.code.rfind("\n", 0, source[missing.before].start) + 1
        return (start, start, f"{indent}{missing.word}\n")
    return view.before(missing.before, f"{missing.word} ")


def _at_next_item(view: View) -> Iterator[Finding]:
    """For code whose indentation does not tell: close what is open before the next item of the module."""
    source = view.source
    for module in view.modules:
        for procedure in module.procedures:
            body = procedure.body
            if body is None or body.kind != "block" or body.closed or procedure.keyword in ("function", "task"):
                continue
            after = procedure.last + 1
            if source.word(after) in MODULE_ITEMS or after >= len(source):
                missing = Missing("end", after, body.first, source.column(body.first))
                yield Finding(
                    (insertion(view, missing),),
                    "Add `end` before the next item",
                    f"the block opened on line {view.line(body.first)} is still open where the next item begins",
                    0.5,
                    ambiguous=not _told(view, missing),
                )


def find_at_else(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    """An ``else`` that no ``if`` is waiting for: the ``end`` of the branch before it is missing."""
    i = view.token_at(diagnostic)
    if view.source.word(i) == "else" and view.source.word(i - 1) == ";":
        yield Finding(
            (view.before(i, "end "),),
            "Add `end` before `else`",
            f"the `else` on line {view.line(i)} stands inside the branch before it, which was not closed by `end`",
            0.75,
        )


REPAIR = scanning("missing_end", find)
REPAIR_AT_ELSE = pointed(
    "missing_end_before_else", ("slang:ExpectedStatement", "slang:UnexpectedEndDelim"), find_at_else
)
