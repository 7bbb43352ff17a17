"""``$dispaly``, and ``display`` or ``printf`` without a dollar sign."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.keywords import SYSTEM_NAMES
from assistant.repairs.verilog.names import nearest
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_KNOWN = frozenset(SYSTEM_NAMES)
_PRINTING = {"printf": "$display", "print": "$display", "puts": "$display", "println": "$display", "echo": "$display", "exit": "$finish",
             "quit": "$finish", "log2": "$clog2", "clog2": "$clog2", "ceil_log2": "$clog2", "ceillog2": "$clog2", "flog2": "$clog2",
             "clogb2": "$clog2", "clog": "$clog2"}  # fmt: skip
_BARE = {name[1:] for name in SYSTEM_NAMES if name in ("$display", "$monitor", "$finish", "$stop", "$write", "$strobe", "$dumpfile", "$dumpvars",
         "$readmemh", "$readmemb", "$random", "$clog2", "$fatal", "$error")}  # fmt: skip


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if token.kind is Kind.SYSTEM and token.text not in _KNOWN:
            meant = _PRINTING.get(token.text[1:].lower())
            if meant is not None:
                found.append(_finding(view, i, meant, 0.93))
                continue
            candidates = nearest(token.text[1:], [n[1:] for n in SYSTEM_NAMES], least=0.7, most=1)
            if candidates:
                name, likeness = candidates[0]
                found.append(_finding(view, i, f"${name}", 0.55 + 0.4 * likeness))
        elif (
            token.kind is Kind.NAME
            and (token.text in _PRINTING or token.text in _BARE or token.text == "CLOG2")
            and not _is_declared(view, i)
        ):
            meant = _PRINTING.get(token.text.lower(), f"${token.text}")
            statement = source.word(i - 1) in (";", "begin", ")", "else", ":", "end") and source.word(i + 1) in (
                "(",
                ";",
            )
            value = source.word(i + 1) == "(" and meant in ("$clog2", "$random")
            if statement or value:
                found.append(_finding(view, i, meant, 0.93))
    yield from together(found, "Correct all system names")


def _finding(view: View, i: int, text: str, confidence: float) -> Finding:
    return Finding(
        (view.replace(i, i, text),),
        f"Write `{text}`",
        f"`{view.source.word(i)}` on line {view.line(i)} is no system task; `{text}` is",
        confidence,
        ambiguous=confidence < 0.85,
    )


def _is_declared(view: View, i: int) -> bool:
    name = view.source.word(i)
    return any(p.name == name for m in view.modules for p in m.procedures) or any(m.find(name) for m in view.modules)


REPAIR = scanning("misspelt_system_task", find, codes=("slang:UnknownSystemName", "*"), safe=True)
