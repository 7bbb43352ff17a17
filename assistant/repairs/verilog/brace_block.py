"""Blocks in C's braces: ``if (x) { … }`` becomes ``if (x) begin … end``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.keywords import CASES
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_HEADS = frozenset(("if", "for", "while", "repeat", "always", "always_ff", "@", "switch", "module", "foreach")) | CASES
_OPENS_CASE = CASES | {"switch"}


def find(view: View) -> Iterator[Finding]:
    source = view.source
    changes: list[Change] = []
    stack: list[str] = []
    first_line = 0
    for i, token in enumerate(source.tokens):
        word = token.text
        if word == "{" and token.kind is Kind.SYMBOL:
            closer = _block_opened(view, i)
            stack.append(closer)
            if closer:
                first_line = first_line or view.line(i)
                opening = {"end": "begin", "endcase": "", "endmodule": ";"}[closer]
                if opening:
                    changes.append(view.replace(i, i, opening))
                    if source.word(i - 1) in (")", "else") and source[i].start == source[i - 1].end:
                        changes[-1] = view.replace(i, i, f" {opening}" if opening == "begin" else opening)
                else:
                    changes.append(view.remove(i, i))
        elif word == "begin":
            stack.append("begin")
        elif word == "end":
            while stack and stack[-1] == "":
                stack.pop()
            if stack and stack[-1] in ("begin", "end"):
                stack.pop()
        elif word == "}" and token.kind is Kind.SYMBOL:
            top = stack.pop() if stack else "end"
            if top == "":
                continue
            text = "end" if top == "begin" else top
            spaced = (
                f"{text} "
                if i + 1 < len(source) and source[i + 1].start == token.end and source.kind(i + 1) is not Kind.SYMBOL
                else text
            )
            changes.append(view.replace(i, i, spaced))
            if source.word(i + 1) == ";":
                changes.append(view.remove(i + 1, i + 1))
    if first_line:
        yield Finding(
            tuple(changes),
            "Write the blocks in braces with begin and end",
            f"line {first_line} opens a block with `{{` as in C; in Verilog braces are concatenations, "
            f"a block is begin … end",
            0.93,
        )


def _block_opened(view: View, i: int) -> str:
    """The keyword that closes the block which the brace at ``i`` opens; empty for a concatenation."""
    source = view.source
    before = source.word(i - 1)
    if before in ("else", "initial", "forever", "always_comb", "do", "generate", "loop", "always"):
        return "end"
    if before == ")":
        opener = source.partner.get(i - 1, -1)
        head = opener - 1
        if source.word(head) == "@":
            return "end"
        if source.word(head) in _OPENS_CASE:
            return "endcase"
        if source.word(head) in _HEADS or source.word(head) in ("elif", "elsif", "elseif"):
            return "end"
        if source.word(head - 1) == "module" or (source.word(head) == ")" and _in_header(view, head)):
            return "endmodule"
        return ""
    if before == ":" and source[i - 1].line == source[i].line:
        # A case label; a concatenation after a ternary's colon is followed by an operand and comma on its line.
        return "end" if i + 1 < len(source) and source[i + 1].first else ""
    if before == "*" and source.word(i - 2) == "@":
        return "end"
    return ""


def _in_header(view: View, close: int) -> bool:
    opener = view.source.partner.get(close, -1)
    return view.source.word(opener - 1) == "#" and view.source.word(opener - 3) == "module"


REPAIR = scanning("brace_block", find)
