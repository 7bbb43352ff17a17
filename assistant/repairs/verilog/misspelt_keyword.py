"""Misspelt keywords: ``alway``, ``moduel``, ``assing``, ``postedge``, ``ouput``, and keywords in capitals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.keywords import CLOSERS, DECLARING, KEYWORDS
from assistant.repairs.verilog.names import distance
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_ITEMS = frozenset(
    """module endmodule input output inout wire reg integer parameter localparam assign always initial function endfunction
    task endtask generate endgenerate genvar""".split()
)
_STATEMENTS = frozenset("begin end if else case casex casez endcase default for while repeat forever".split())
_EDGES = frozenset(("posedge", "negedge"))
_TYPES = frozenset("wire reg integer signed unsigned logic".split())
_SYSTEMVERILOG = frozenset("logic always_ff always_comb always_latch typedef enum".split())
_KNOWN_WRONG = {
    "postedge": "posedge", "possedge": "posedge", "posege": "posedge", "rising_edge": "posedge", "falling_edge": "negedge",
    "rise": "posedge", "fall": "negedge", "posedgedge": "posedge", "register": "reg", "regsiter": "reg", "endmod": "endmodule",
    "alwyas": "always", "alawys": "always", "param": "parameter", "endcases": "endcase", "esac": "endcase", "othewise": "default",
    "otherwise": "default", "alwaysff": "always_ff", "alwayscomb": "always_comb", "always_seq": "always_ff", "func": "function",
    "regs": "reg", "wires": "wire", "inputs": "input", "outputs": "output", "ends": "end", "localparameter": "localparam", "constant": "localparam",
    "local_param": "localparam", "genvars": "genvar", "assigns": "assign", "allways": "always",
}  # fmt: skip


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if token.kind is not Kind.NAME or source.word(i - 1) in (".", "`") or token.text.startswith("\\"):
            continue
        meant = _meant(view, i)
        if meant is None or _is_declared(view, i):
            continue
        word, confidence = meant
        found.append(
            Finding(
                (view.replace(i, i, word),),
                f"Write `{word}`",
                f"`{token.text}` on line {view.line(i)} is the keyword `{word}` misspelt, so what follows is not understood",
                confidence,
            )
        )
    yield from together(found, "Correct all misspelt keywords")


def _meant(view: View, i: int) -> tuple[str, float] | None:
    source = view.source
    word = source.word(i)
    lowered = word.lower()
    expected = _expected(view, i)
    if lowered in KEYWORDS and lowered != word:
        return (lowered, 0.95) if lowered in expected | {"end", "begin", "else", "if"} else None
    if lowered in _KNOWN_WRONG and (_KNOWN_WRONG[lowered] in expected or lowered in ("postedge", "possedge")):
        return _KNOWN_WRONG[lowered], 0.93
    if len(word) < 3:
        return None
    return _nearest_keyword(lowered, expected)


@lru_cache(maxsize=4096)
def _nearest_keyword(word: str, expected: frozenset[str]) -> tuple[str, float] | None:
    best: list[tuple[int, str]] = []
    for keyword in expected:
        allowed = 1 if len(keyword) <= 5 else 2
        if abs(len(word) - len(keyword)) > allowed:
            continue
        steps = distance(word, keyword)
        if 0 < steps <= allowed and (word[0] == keyword[0] or steps == 1 or word[-3:] == keyword[-3:]):
            best.append((steps, keyword))
    if not best:
        return None
    steps, keyword = min(best)
    return keyword, 0.93 if steps == 1 or len(keyword) >= 8 else 0.8


def _expected(view: View, i: int) -> frozenset[str]:
    """The keywords that can stand at token ``i``."""
    source = view.source
    before, after = source.word(i - 1), source.word(i + 1)
    next_is_name = source.kind(i + 1) in (Kind.NAME, Kind.KEYWORD)
    if before == "@" or (before in ("(", "or", ",") and _in_event(view, i)):
        return _EDGES if next_is_name else frozenset()
    starts = i == 0 or source[i].first or before in (";", "end", "begin", ")", "else", ":", "endcase")
    declares = before in DECLARING or before in ("(", ",")
    if after in ("=", "<=", ".", "+=", "++") or (after == "[" and not starts and not declares):
        return frozenset()
    if starts or before in CLOSERS:
        expected = _ITEMS | _STATEMENTS | _SYSTEMVERILOG
        if after == "(":
            expected = frozenset(("if", "case", "casex", "casez", "for", "while", "repeat", "module", "assign"))
        elif after == "@":
            expected = frozenset(("always", "always_ff", "always_latch"))
        elif after == ":":
            expected = frozenset(("default", "begin"))
        elif after == "#":
            expected = frozenset(("module",)) if source.kind(i + 2) is Kind.NAME else frozenset()
        return expected
    if declares:
        return _TYPES | {"input", "output", "inout", "parameter"} if next_is_name or after == "[" else frozenset()
    return _STATEMENTS if source.kind(i - 1) in (Kind.KEYWORD, Kind.SYMBOL) else frozenset()


def _in_event(view: View, i: int) -> bool:
    source = view.source
    for k in range(i - 1, max(i - 16, -1), -1):
        if source.word(k) == "(":
            return source.word(k - 1) == "@" or source.word(k - 1).startswith("alw")
        if source.word(k) in (";", ")", "begin"):
            return False
    return False


def _is_declared(view: View, i: int) -> bool:
    name = view.source.word(i)
    module = view.outline.module_at(i)
    if any(m.name == name for m in view.modules):
        return True
    if module is None:
        return False
    return any(d.name == name and d.token != i and d.words for d in module.declarations)


REPAIR = scanning("misspelt_keyword", find, safe=True)
