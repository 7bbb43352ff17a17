"""Cuts code into rows of tokens: one row a line, blank lines left out, long lines in several.

A row begins with its indentation. Identifiers are one token when the vocabulary has them, else their parts (``wr_ptr_next`` →
``wr ptr next``), and parts it does not have share a few hundred tokens by their hash, so that the same name is the same
token wherever it stands. Numbers keep their value where it is small or a power of two, else their magnitude.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from backends.environment import Domain

SIZE = 8192
HASHED = 384
"""Tokens that names outside the vocabulary share."""
ROW_TOKENS = 28
COMMENT_WORDS = 10
STRING_WORDS = 4
PADDING = 0

_VERILOG = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?(?:\*/|$))|(?P<string>\"(?:\\.|[^\"\\])*\"?)"
    r"|(?P<literal>\d*\s*'[sS]?[bBoOdDhH]\s*[0-9a-fA-FxXzZ_?]+)|(?P<number>\d[\d_]*(?:\.\d+)?)"
    r"|(?P<word>[`$\\]?[A-Za-z_][\w$]*)"
    r"|(?P<operator><<<|>>>|===|!==|<=|>=|==|!=|&&|\|\||<<|>>|\*\*|->|\+:|-:|::|~\^|[^\s\w])"
)
_PYTHON = re.compile(
    r"(?P<comment>#[^\n]*)|(?P<string>[rRbBfF]{0,2}(?:\"\"\".*?(?:\"\"\"|$)|'''.*?(?:'''|$)|\"(?:\\.|[^\"\\])*\"?|'(?:\\.|[^'\\])*'?))"
    r"|(?P<literal>0[xX][0-9a-fA-F_]+)|(?P<number>\d[\d_]*\.?\d*(?:[eE][-+]?\d+)?|\.\d+)"
    r"|(?P<word>[A-Za-z_]\w*)|(?P<operator>\*\*=?|//=?|<<=?|>>=?|<=|>=|==|!=|->|:=|[-+*/%&|^@]=|[^\s\w])"
)
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_WORDS = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class TextRow:
    """``line`` is zero-based in its file."""

    line: int
    tokens: tuple[str, ...]


def text_rows(code: str, domain: Domain) -> Iterator[TextRow]:
    """The rows of a text, tokens as strings: what a vocabulary is counted from."""
    verilog = domain is Domain.VERILOG
    pattern = _VERILOG if verilog else _PYTHON
    closing = ""
    for number, line in enumerate(code.split("\n")):
        stripped = line.strip()
        if not stripped:
            continue
        tokens = [_indentation(line)]
        if closing:
            before, mark, rest = stripped.partition(closing)
            tokens += _comment(before)
            stripped, closing = (rest, "") if mark else ("", closing)
        for match in pattern.finditer(stripped):
            tokens += _tokens(match)
        closing = closing or _left_open(stripped, verilog)
        for start in range(0, len(tokens), ROW_TOKENS):
            yield TextRow(number, tuple(tokens[start : start + ROW_TOKENS]))


def _left_open(line: str, verilog: bool) -> str:
    """What ends the comment or docstring that a line leaves open."""
    if verilog:
        return "*/" if line.rfind("/*") > line.rfind("*/") and "//" not in line.split("/*")[0] else ""
    for quotes in ('"""', "'''"):
        if line.count(quotes) % 2:
            return quotes
    return ""


def _indentation(line: str) -> str:
    expanded = line.expandtabs(4)
    return f"<in{min(12, (len(expanded) - len(expanded.lstrip()) + 1) // 2)}>"


def _tokens(match: re.Match[str]) -> list[str]:
    text = match.group()
    match match.lastgroup:
        case "comment":
            return _comment(text)
        case "string":
            inner = text.lstrip("rRbBfF").strip("\"'")
            if len(inner) <= 6:
                return [f'"{inner}"']
            return ["<string>", *(w.lower() for w in _WORDS.findall(inner)[:STRING_WORDS])]
        case "literal":
            return _literal(text)
        case "number":
            return [number_token(text)]
    return [text]


def _comment(text: str) -> list[str]:
    words = [w.lower() for w in _WORDS.findall(text)[:COMMENT_WORDS]]
    return ["<comment>", *words] if words else []


def _literal(text: str) -> list[str]:
    """``8'hFF`` → ``8 'h 255``; unknown digits stay as they are."""
    if text[:2] in ("0x", "0X"):
        return ["0x", number_token(str(int(text, 16)))]
    width, _, rest = text.partition("'")
    base = rest.lstrip("sS")[:1].lower()
    digits = rest.lstrip("sS")[1:].strip().replace("_", "")
    tokens = [number_token(width.strip())] if width.strip() else []
    try:
        value = number_token(str(int(digits, {"b": 2, "o": 8, "d": 10, "h": 16}[base])))
    except (ValueError, KeyError):
        value = "<x>"
    return [*tokens, f"'{base}", value]


def number_token(text: str) -> str:
    """Small whole numbers and powers of two as they are, others by their magnitude in eighths of an octave."""
    try:
        value = float(text.replace("_", ""))
    except ValueError:
        return "<number>"
    if not value < 1e30:
        return "<number>"
    if value == int(value) and (value <= 128 or (value < 1 << 40 and math.log2(value).is_integer())):
        return str(int(value))
    if value <= 0:
        return "<number>"
    whole = "n" if value == int(value) else "f"
    return f"<{whole}{round(8 * math.log2(value))}>"


class Vocabulary:
    """Token numbers. 0 is padding; the last ``HASHED`` ones are shared by what is not in ``tokens``."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self.tokens = tuple(tokens)
        assert len(self.tokens) < SIZE - HASHED, "the vocabulary is too large"

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        return {token: number for number, token in enumerate(self.tokens, 1)}

    def encode(self, token: str) -> list[int]:
        """One number, or a few for a name that is not in the vocabulary."""
        known = self.numbers.get(token)
        if known is not None:
            return [known]
        parts = _PART.findall(token)
        if token[:1] == "<" or not parts:
            return [self._hashed(token)]
        found = []
        for part in parts[:4]:
            lowered = part.lower()
            found.append(self.numbers.get(lowered) or self._hashed(lowered))
        return found

    def _hashed(self, token: str) -> int:
        return SIZE - HASHED + zlib.crc32(token.encode("utf-8", "surrogatepass")) % HASHED

    def row(self, tokens: Iterable[str]) -> list[int]:
        found = [number for token in tokens for number in self.encode(token)]
        return found[:ROW_TOKENS]

    @classmethod
    def read(cls, path: Path) -> Vocabulary:
        return cls(json.loads(path.read_text("utf-8")))

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(list(self.tokens), ensure_ascii=False, indent=0), encoding="utf-8")


def parts_of(token: str) -> list[str]:
    """What a name is counted as, besides itself, when a vocabulary is made."""
    return [p.lower() for p in _PART.findall(token)] if token[:1] not in "<\"'" else []
