"""Closing words of other languages: ``end module``, ``end case;``, ``endif``, ``end loop``, ``fi``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_JOINED = {word: f"end{word}" for word in ("module", "case", "function", "task", "generate", "primitive", "specify")}
_PLAIN_END = frozenset(("if", "loop", "process", "for", "while", "always", "begin", "initial", "block", "repeat"))
_FUSED = frozenset(
    (
        "endif",
        "endloop",
        "endprocess",
        "endfor",
        "endwhile",
        "endalways",
        "endbegin",
        "endinitial",
        "end_if",
        "endelse_",
        "endblock",
        "endrepeat",
    )
)
_LONE = frozenset(("fi", "done"))
"""Short enough to be a signal's name; only alone on their line they close a block."""
_SPELT = {
    "end_module": "endmodule",
    "end_case": "endcase",
    "endswitch": "endcase",
    "esac": "endcase",
    "end_function": "endfunction",
}


def find(view: View) -> Iterator[Finding]:
    """One finding that joins or shortens them all, and one that drops those that close nothing."""
    source = view.source
    written: list[Finding] = []
    dropped: list[Finding] = []
    for i, token in enumerate(source.tokens):
        after = source.word(i + 1)
        if token.text == "endmodule" and source.kind(i + 1) is Kind.NAME and any(m.name == after for m in view.modules):
            cause = f"the name behind `endmodule` on line {view.line(i)} needs a colon in SystemVerilog and a comment in Verilog"
            written.append(Finding((view.before(i + 1, "// "),), "Make the name a comment", cause, 0.93))
            continue
        same_line = i + 1 < len(source) and source[i + 1].line == token.line
        last = i
        if token.text == "end" and after in _JOINED and same_line and not source[i + 1].first:
            if after == "case" and source.word(i + 2) == "(":
                continue
            text, last = _JOINED[after], i + 1
        elif (
            token.text == "end"
            and after in _PLAIN_END
            and same_line
            and source.word(i + 2) in {";", ""} | _line_ends(view, i + 2)
        ):
            text, last = "end", i + 1
        elif token.kind is Kind.NAME and token.text.lower() in _SPELT:
            text = _SPELT[token.text.lower()]
        elif (
            token.kind is Kind.NAME and token.text.lower() in _FUSED and (after == ";" or _line_ends(view, i + 1))
        ) or (
            token.text in _LONE and token.first and (after == ";" or _line_ends(view, i + 1)) and not _declared(view, i)
        ):
            text = "end"
        else:
            continue
        last += source.word(last + 1) == ";" and text == "end"
        phrase = source.slice(i, last)
        cause = f"`{phrase}` on line {view.line(i)} closes a block as in another language; Verilog writes `{text}`"
        written.append(Finding((view.replace(i, last, text),), f"Write `{text}` for `{phrase}`", cause, 0.9))
        if text == "end":
            dropped.append(
                Finding(
                    (view.remove(i, last),),
                    f"Remove `{phrase}`",
                    f"`{phrase}` on line {view.line(i)} closes nothing: a statement without begin needs no end",
                    0.6,
                )
            )
    yield from together(written, "Write all closing words as Verilog does")
    yield from together(dropped, "Remove the closing words that close nothing")


def _declared(view: View, i: int) -> bool:
    return any(m.find(view.source.word(i)) for m in view.modules)


def _line_ends(view: View, i: int) -> set[str]:
    """The word at ``i`` when it starts a new line, so that nothing follows on this one."""
    source = view.source
    return {source.word(i)} if i >= len(source) or source[i].first else set()


REPAIR = scanning("closing_words", find)
