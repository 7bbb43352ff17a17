"""Tokens of a text that may not parse: enough to tell what an edit took away, in Verilog and in Python.

A front end drops what it cannot make sense of; these lexers keep every character of broken code in some token.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from backends.environment import Domain


class Kind(Enum):
    NAME = auto()
    """An identifier, system task or directive."""
    KEYWORD = auto()
    """A keyword that does something: ``if``, ``assign``, ``posedge``."""
    SHAPE = auto()
    """Punctuation, block and type keywords: what only gives the code its form."""
    OPERATOR = auto()
    LITERAL = auto()


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    kind: Kind
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def significant(self) -> bool:
        """True when dropping it drops something that the author said, not only how it was laid out."""
        return self.kind in (Kind.NAME, Kind.KEYWORD, Kind.LITERAL)


# The last line: `assign`, whose statement is what counts, and words of other languages, which give Verilog its form by habit.
VERILOG_SHAPE = frozenset(
    """
    begin end fork join join_any join_none endmodule endfunction endtask endcase endgenerate endinterface endpackage
    endclass endprogram endspecify endprimitive endtable endproperty endsequence endclocking endgroup endchecker
    generate module macromodule function task package
    reg wire logic bit byte shortint int longint integer real realtime time tri tri0 tri1 triand trior wand wor uwire
    var signed unsigned automatic static const local protected input output inout ref supply0 supply1 genvar
    localparam parameter void string unique unique0 priority
    assign then is loop when endif endfor endwhile endloop endprocess endswitch
    """.split()
)
VERILOG_KEYWORDS = frozenset(
    """
    always always_comb always_ff always_latch deassign force release initial final if else case casex casez
    for while repeat forever foreach do posedge negedge edge buf bufif0 bufif1 notif0 notif1 default disable wait return break continue assert assume cover restrict expect property sequence inside
    typedef enum struct union packed interface modport class extends import export defparam specify
    """.split()
)
VERILOG_OPERATORS = frozenset({"and", "or", "not", "nand", "nor", "xor", "xnor"})
_LOOPS = frozenset("for while repeat forever foreach do".split())
_IDLE = frozenset("pass null nop noop nothing none skip".split())
PYTHON_SHAPE = frozenset({"pass"})
PYTHON_OPERATORS = frozenset({"and", "or", "not", "in", "is"})
PYTHON_KEYWORDS = frozenset(
    """
    as assert async await break class continue def del elif else except finally for from global if import
    lambda nonlocal raise return try while with yield
    """.split()
)

_VERILOG = re.compile(
    r"""
    (?P<skip>\s+|//[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<literal>"(?:\\.|[^"\\\n])*"?|(?:\d[\d_]*)?'[sS]?[bBoOdDhH]\s*[0-9a-zA-Z?_]+|'[01xXzZ](?!\w)
        |\d[\d_]*(?:\.[\d_]+)?(?:[eE][+-]?\d+)?\w*)
    |(?P<name>[$`]?[A-Za-z_][\w$]*|\\\S+)
    |(?P<operator>&(?:lt|gt|amp|quot|apos|nbsp);|<<<=|>>>=|===|!==|==\?|!=\?|<->|\|->|\|=>|<<<|>>>|<<=|>>=|\+\+|--|\+=|-=|\*=|/=|%=|&=|\|=|\^=
        |&&|\|\||==|!=|<=|>=|<<|>>|\*\*|->|~&|~\||~\^|\^~|[-+*/%&|^~!<>=?])
    |(?P<shape>::|\(\*|\*\)|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PYTHON = re.compile(
    r"""
    (?P<skip>[^\S\n]+|\n|\\\n|\#[^\n]*)
    |(?P<literal>(?i:[rbuf]{0,2})(?:\"{3}.*?(?:\"{3}|\Z)|'{3}.*?(?:'{3}|\Z)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)
        |0[xX][\da-fA-F_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d+)?[jJ]?)
    |(?P<name>[^\W\d]\w*)
    |(?P<operator>\*\*=|//=|<<=|>>=|:=|->|\*\*|//|<<|>>|<=|>=|==|!=|\+=|-=|\*=|/=|%=|&=|\|=|\^=|@=|[-+*/%&|^~<>=])
    |(?P<shape>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def tokenize(code: str, domain: Domain) -> list[Token]:
    """Tokens without comments and white space, in order. Never fails; an odd character is a token of its own."""
    verilog = domain is Domain.VERILOG
    pattern = _VERILOG if verilog else _PYTHON
    shape, keywords = (VERILOG_SHAPE, VERILOG_KEYWORDS) if verilog else (PYTHON_SHAPE, PYTHON_KEYWORDS)
    operators = VERILOG_OPERATORS if verilog else PYTHON_OPERATORS
    tokens: list[Token] = []
    for match in pattern.finditer(code):
        kind = match.lastgroup
        if kind == "skip":
            continue
        text = match.group()
        match kind:
            case "literal":
                token = Token(text, Kind.LITERAL, match.start())
            case "operator" | "name" if kind == "operator" or text in operators:
                token = Token(text, Kind.OPERATOR, match.start())
            case "name" if text in shape:
                token = Token(text, Kind.SHAPE, match.start())
            case "name" if text in keywords:
                token = Token(text, Kind.KEYWORD, match.start())
            case "name":
                token = Token(text, Kind.NAME, match.start())
            case _:
                token = Token(text, Kind.SHAPE, match.start())
        tokens.append(token)
    return _without_switch(_without_level_sensitivity(tokens)) if verilog else tokens


def comments(code: str, domain: Domain) -> list[str]:
    """The comments, in order, without the white space around them."""
    pattern = _VERILOG if domain is Domain.VERILOG else _PYTHON
    marks = ("//", "/*") if domain is Domain.VERILOG else ("#",)
    found = (m.group() for m in pattern.finditer(code) if m.lastgroup == "skip")
    return [text.strip() for text in found if text.startswith(marks)]


def closing(tokens: list[Token], opening: int) -> int:
    """Index of the bracket that closes the one at ``opening``; the last index when it is never closed."""
    depth = 0
    for index in range(opening, len(tokens)):
        if tokens[index].text in "([{":
            depth += 1
        elif tokens[index].text in ")]}":
            depth -= 1
            if depth == 0:
                return index
    return len(tokens) - 1


def _without_level_sensitivity(tokens: list[Token]) -> list[Token]:
    """A list of levels, ``@(a or b)``, repeats what the block reads: completing it, or ``@*``, takes nothing away."""
    out = list(tokens)
    for index, token in enumerate(tokens[:-1]):
        if token.text == "@" and tokens[index + 1].text == "(":
            end = closing(tokens, index + 1)
            inside = range(index + 2, end)
            if not any(tokens[i].text in ("posedge", "negedge", "edge") for i in inside) and end - index < 200:
                for i in inside:
                    out[i] = Token(tokens[i].text, Kind.SHAPE, tokens[i].start)
    return out


def _without_switch(tokens: list[Token]) -> list[Token]:
    """What only gives form: C's ``case`` of a label and ``break`` of a ``switch``, VHDL's ``end if``, words for doing nothing."""
    texts = {t.text for t in tokens}
    idle = _IDLE | ({"break"} if "switch" in texts else set()) | (set() if texts & _LOOPS else {"break", "continue"})
    out = list(tokens)
    for index, token in enumerate(tokens):
        label = token.text == "case" and index + 1 < len(tokens) and tokens[index + 1].text != "("
        ended = token.text in ("if", "case", "for", "while") and index > 0 and tokens[index - 1].text == "end"
        alone = index + 1 < len(tokens) and tokens[index + 1].text == ";"
        if label or ended or (alone and token.text.lower() in idle):
            out[index] = Token(token.text, Kind.SHAPE, token.start)
    return out
