"""Tokens of a text that should be Verilog but may hold pieces of C, VHDL, Python or prose.

slang's lexer is not used for this: it splits a based literal in three and drops what is no Verilog, while a repair must
see ``0x1F``, ``8b0101`` or ``'1'`` whole, with string offsets, however broken the rest of the text is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from assistant.repair import RepairContext
from assistant.repairs.verilog.keywords import KEYWORDS, MODULE_ITEMS


class Kind(StrEnum):
    NAME = "name"
    KEYWORD = "keyword"
    NUMBER = "number"
    MALFORMED = "malformed"
    """What looks like a literal but is none in Verilog: ``0x1F``, ``8b0101``, ``8'255``, ``'1'``."""
    STRING = "string"
    SYSTEM = "system"
    MACRO = "macro"
    DIRECTIVE = "directive"
    SYMBOL = "symbol"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class Token:
    """``start`` and ``end`` are string offsets, ``line`` is zero-based; ``first`` when nothing precedes it on its line."""

    kind: Kind
    text: str
    start: int
    end: int
    line: int
    first: bool


_LEXICAL = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
    | (?P<directive>`(?:define\b(?:[^\n\\]|\\\r?\n|\\.)*
        |(?:timescale|include|default_nettype|line|pragma|unconnected_drive)\b[^\n]*
        |(?:ifdef|ifndef|elsif|undef)\b[ \t]*\w*
        |(?:else|endif|resetall|celldefine|endcelldefine|nounconnected_drive)\b))
    | (?P<macro>`[A-Za-z_]\w*)
    | (?P<string>"(?:\\.|[^"\\\n])*"?)
    | (?P<malformed>'(?:[01xXzZ]|[^\s'\\0-9])'(?!\w)|\b\d[\d_]*'\d\w*|0[xX][0-9a-fA-F_]+|0[bB][01xXzZ_]+(?!\w)
        |\d[\d_]*[bBhHoO][0-9a-fA-FxXzZ_?]+\b(?!')|\d[\d_]*[dD][0-9_]+\b(?!'))
    | (?P<number>(?:\d[\d_]*[ \t]*)?'[sS]?[bodhBODH][ \t]*[0-9a-zA-Z_?]+|'[01xXzZ](?!\w)
        |\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?(?:[munpf]?s\b)?)
    | (?P<name>\\\S+|[A-Za-z_][\w$]*)
    | (?P<system>\$[A-Za-z_][\w$]*)
    | (?P<symbol><<<=|>>>=|<<<|>>>|<<=|>>=|===|!==|==\?|!=\?|&&&|&&=|\|\|=|<->|\*\*|&&|\|\||<=|>=|==|!=|<<|>>|\+\+|--
        |\+=|-=|\*=|/=|%=|&=|\|=|\^=|~&|~\||~\^|\^~|->|=>|\+:|-:|::|:=|'\{|[-+*/%&|^~!<>=?:;,.()\[\]{}@\#])
    | (?P<stray>.)
    """,
    re.VERBOSE | re.DOTALL,
)

OPENING = {"(": ")", "[": "]", "{": "}", "'{": "}"}
CLOSING = frozenset((")", "]", "}"))


def tokenize(text: str) -> list[Token]:
    """All tokens but white space and comments. Every character of other kinds belongs to exactly one token."""
    tokens: list[Token] = []
    line, seen_on_line, counted = 0, -1, 0
    for match in _LEXICAL.finditer(text):
        name = match.lastgroup
        if name in ("space", "comment"):
            continue
        start, end = match.span()
        line += text.count("\n", counted, start)
        counted = start
        word = match.group()
        kind = Kind(name or "stray")
        if kind is Kind.NAME and word in KEYWORDS:
            kind = Kind.KEYWORD
        tokens.append(Token(kind, word, start, end, line, line != seen_on_line))
        seen_on_line = line + word.count("\n")
    return tokens


class Source:
    """The tokens of one text with the questions repairs ask of them. Indices are into ``tokens``; -1 means none."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self._starts = [t.start for t in self.tokens]
        self.partner, self.unclosed, self.unopened = _match_brackets(self.tokens)
        """Index of the matching bracket; indices of brackets without one."""

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, index: int) -> Token:
        return self.tokens[index]

    def word(self, index: int) -> str:
        """Text of the token, or an empty string beyond either end."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def kind(self, index: int) -> Kind | None:
        return self.tokens[index].kind if 0 <= index < len(self.tokens) else None

    def at(self, offset: int) -> int:
        """The token that covers ``offset``, else the last one that ends before it (-1 before the first)."""
        return bisect_right(self._starts, offset) - 1

    def after(self, offset: int) -> int:
        """The first token that starts at or after ``offset`` (``len`` when there is none)."""
        return bisect_right(self._starts, offset - 1)

    def slice(self, first: int, last: int) -> str:
        """The source text from token ``first`` through token ``last``, comments included."""
        if first > last or first >= len(self.tokens) or last < 0:
            return ""
        return self.text[self.tokens[first].start : self.tokens[last].end]

    def indent(self, index: int) -> str:
        """White space before the first character of the token's line."""
        start = self.text.rfind("\n", 0, self.tokens[index].start) + 1
        end = start
        while end < len(self.text) and self.text[end] in " \t":
            end += 1
        return self.text[start:end]

    def column(self, index: int) -> int:
        """Width of that indentation, a tab counted as four."""
        return len(self.indent(index).expandtabs(4))

    def first_on_line(self, index: int) -> int:
        """Index of the first token of the token's line."""
        while index > 0 and not self.tokens[index].first:
            index -= 1
        return index

    def last_on_line(self, index: int) -> int:
        """Index of the last token of the token's line."""
        while index + 1 < len(self.tokens) and not self.tokens[index + 1].first:
            index += 1
        return index

    def find(self, word: str, start: int, stop: int) -> int:
        """First token with that text in ``[start, stop)``."""
        return next((i for i in range(start, min(stop, len(self.tokens))) if self.tokens[i].text == word), -1)

    def skip(self, index: int) -> int:
        """The token after ``index``, or after its closing bracket when it opens a closed pair."""
        return self.partner.get(index, index) + 1 if self.word(index) in OPENING else index + 1


def _match_brackets(tokens: list[Token]) -> tuple[dict[int, int], list[int], list[int]]:
    partner: dict[int, int] = {}
    unclosed: list[int] = []
    unopened: list[int] = []
    stack: list[int] = []
    for i, token in enumerate(tokens):
        word = token.text
        if word in OPENING and token.kind is Kind.SYMBOL:
            stack.append(i)
        elif word in CLOSING and token.kind is Kind.SYMBOL:
            if stack and OPENING[tokens[stack[-1]].text] == word:
                partner[stack[-1]] = i
                partner[i] = stack.pop()
            elif any(OPENING[tokens[j].text] == word for j in stack[-3:]):
                while OPENING[tokens[stack[-1]].text] != word:
                    unclosed.append(stack.pop())
                partner[stack[-1]] = i
                partner[i] = stack.pop()
            else:
                unopened.append(i)
        elif stack and token.kind is Kind.KEYWORD and _ends_brackets(tokens, i, stack):
            unclosed += stack
            stack.clear()
    return partner, sorted(unclosed + stack), unopened


def _ends_brackets(tokens: list[Token], i: int, stack: list[int]) -> bool:
    """True at a keyword that no bracket can contain, so that one forgotten ``)`` does not swallow the rest."""
    word = tokens[i].text
    if word in ("begin", "end", "endcase", "if", "case", "else"):
        return True
    if word not in MODULE_ITEMS or word in ("genvar", "final"):
        return False
    in_parameters = word in ("parameter", "localparam") and any(
        tokens[j].text == "(" and j > 0 and tokens[j - 1].text == "#" for j in stack
    )
    return not in_parameters


def source_of(context: RepairContext) -> Source:
    """The tokens of the checked file, made once for all repairs."""
    source = context.parsed.get("verilog.source")
    if source is None:
        source = context.parsed["verilog.source"] = Source(context.code)
    return source  # type: ignore[no-any-return]
