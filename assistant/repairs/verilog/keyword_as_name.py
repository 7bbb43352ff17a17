"""A keyword used as an identifier: renamed wherever it stands for the signal."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.keywords import DECLARING, DIRECTIONS, NETS, PARAMETERS, SYSTEMVERILOG_ONLY, VARIABLES
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind
from assistant.repairs.verilog.verilog_version import systemverilog

_STRUCTURE = DECLARING | frozenset(
    """always always_ff always_comb always_latch assign begin end case casez casex endcase default else if for function
    endfunction generate endgenerate initial module endmodule posedge negedge task endtask while repeat forever signed
    unsigned or and not typedef enum struct packed return break continue unique priority automatic void foreach import
    package interface""".split()
)
_AFTER_NAME = frozenset(
    (
        ";",
        ",",
        ")",
        "=",
        "[",
        "<=",
        "==",
        "&",
        "|",
        "^",
        "+",
        "-",
        "?",
        ":",
        "&&",
        "||",
        "]",
        "}",
        "<",
        ">",
        "!=",
        ">=",
        ">>",
        "<<",
        "*",
    )
)
_BEFORE_NAME = frozenset(
    (
        "(",
        ",",
        "=",
        "<=",
        "&",
        "|",
        "^",
        "~",
        "!",
        "+",
        "-",
        "?",
        ":",
        "&&",
        "||",
        "[",
        "{",
        ";",
        "begin",
        "end",
        ")",
        "==",
        "!=",
        "assign",
        "else",
        "posedge",
        "negedge",
        "]",
        "<",
        ">",
        ">=",
        "*",
        "or",
    )
)


_NOT_AFTER = {
    "end": frozenset((";", ",", ":", ")")),
    "begin": frozenset((":", "[", "=", ";")),
    "default": frozenset((":", ";", "[", "=", ",")),
    "else": frozenset(("[", ";", "-", "&", "|", "^", "+")),
    "return": frozenset((";", "-", "&", "|", "^", "+")),
    "break": frozenset((";",)),
    "continue": frozenset((";",)),
    "posedge": frozenset(("[",)),
    "assign": frozenset(("[",)),
}
"""What may follow these words when they are the keyword."""


def find(view: View) -> Iterator[Finding]:
    source = view.source
    for module in view.modules:
        words: dict[str, list[int]] = {}
        for i in range(module.first, module.last):
            word = source.word(i)
            if source.kind(i) is Kind.KEYWORD and _is_name(view, i):
                words.setdefault(word, []).append(i)
        for word, uses in words.items():
            if not any(_declares(view, i) for i in uses):
                continue
            name = _new_name(view, word)
            is_port = any(i < module.header_end or _after_direction(view, i) for i in uses)
            is_port = is_port or any(word == n for n, _ in module.port_order)
            if is_port:
                # An escaped identifier keeps the port's name for whoever connects it.
                changes = tuple(view.replace(i, i, f"\\{word} ") for i in uses)
                title = f"Escape the port name as `\\{word} `"
            else:
                changes = tuple(view.replace(i, i, name) for i in uses)
                title = f"Rename `{word}` to `{name}`"
            yield Finding(
                changes,
                title,
                f"`{word}` (line {view.line(uses[0])}) is a keyword and cannot name a signal",
                0.9,
            )


def _is_name(view: View, i: int) -> bool:
    """The keyword stands where only a name can stand."""
    source = view.source
    word, before, after = source.word(i), source.word(i - 1), source.word(i + 1)
    if word in SYSTEMVERILOG_ONLY and not systemverilog(view):
        # A free name for the tools that read Verilog-2005; slang reads it so, too.
        return False
    if word in _STRUCTURE and not _is_name_of_structure(view, i):
        return False
    return (before in _BEFORE_NAME or _declares(view, i)) and after in _AFTER_NAME


def _is_name_of_structure(view: View, i: int) -> bool:
    """A word as common as ``input`` or ``end`` is a name only where it cannot be what it mostly is."""
    source = view.source
    word, before, after = source.word(i), source.word(i - 1), source.word(i + 1)
    if word in ("signed", "unsigned", "packed", "priority", "unique", "or", "and", "not"):
        return _declares(view, i)
    if _declares(view, i):
        return word not in NETS | VARIABLES and not (word in PARAMETERS and before in DIRECTIONS)
    if after not in _AFTER_NAME or after in _NOT_AFTER.get(word, ()):
        return False
    if word in DECLARING and after == "[":
        behind = source.skip(i + 1)
        return source.word(behind) in _AFTER_NAME - {"[", ","}
    return word not in DECLARING or after != ";" or before not in (";", "begin", "end", ")", "else")


def _declares(view: View, i: int) -> bool:
    source = view.source
    before = source.word(i - 1)
    if source.word(i + 1) not in (";", ",", ")", "=", "["):
        return False
    if before in DECLARING - {"parameter", "localparam"} or before in ("parameter", "localparam"):
        return source.word(i + 1) != "[" or source.word(i) not in ("signed", "unsigned")
    if before == "]" and i - 1 in source.partner:
        k = source.partner[i - 1] - 1
        while source.word(k) in ("signed",) or source.word(k) == "]":
            k = source.partner[k] - 1 if source.word(k) == "]" else k - 1
        return source.word(k) in DECLARING
    return (
        before == ","
        and any(source.word(k) in DECLARING for k in range(max(i - 12, 0), i))
        and source.word(i + 1) in (",", ";", ")")
    )


def _after_direction(view: View, i: int) -> bool:
    """``input wire [7:0] end``, wherever the brackets around it are thought to end."""
    source = view.source
    k = i - 1
    while source.word(k) == "]" or source.word(k) in NETS | VARIABLES | {"signed"}:
        k = source.partner.get(k, k) - 1
    return source.word(k) in DIRECTIONS


def _new_name(view: View, word: str) -> str:
    taken = {t.text for t in view.source.tokens}
    return next(n for n in (f"{word}_sig", f"{word}_s", *(f"{word}_{k}" for k in range(1, 100))) if n not in taken)


REPAIR = scanning("keyword_as_name", find)
