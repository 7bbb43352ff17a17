"""One-line comments that tell what the text does not: ``# hardsight: kernel(x: *fp32, n: i32, BLOCK=128)``.

For a kernel, the types and constants it is compiled for; a type may end in ``:16`` (divisible by 16) as in Triton's
ahead-of-time compiler. For a function, the inputs of a check against its reference: ``# hardsight: f(x: fp16[8, 64], 3)``.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any

_COMMENT = re.compile(r"^[ \t]*#[ \t]*hardsight:[ \t]*(\w+)[ \t]*\((.*)\)[ \t]*$", re.MULTILINE)
_TYPED = re.compile(r"(\w+)\s*:\s*([^=]+?)\s*(?:=\s*(.+))?$", re.DOTALL)
_NAMED = re.compile(r"(\w+)\s*=\s*(.+)$", re.DOTALL)
_SHAPED = re.compile(r"(\w+)\s*\[([\d\s,]*)\]$")


@dataclass(frozen=True, slots=True)
class Argument:
    """``name`` is empty for a positional value; ``type`` is ``*fp32``, ``i32`` …; ``shape`` makes it a tensor."""

    name: str = ""
    type: str = ""
    shape: tuple[int, ...] | None = None
    value: Any = None
    has_value: bool = False


@dataclass(frozen=True, slots=True)
class Directive:
    function: str
    arguments: tuple[Argument, ...]
    line: int


def directives(code: str) -> dict[str, Directive]:
    """By function name; the last one wins. What cannot be read is left out."""
    found: dict[str, Directive] = {}
    if "hardsight:" not in code:
        return found
    for match in _COMMENT.finditer(code):
        arguments = tuple(_argument(text) for text in _split(match[2]))
        if None not in arguments:
            line = code.count("\n", 0, match.start())
            found[match[1]] = Directive(match[1], tuple(a for a in arguments if a is not None), line)
    return found


def _split(text: str) -> list[str]:
    """At the commas outside of brackets and quotes."""
    parts, depth, start, quote = [], 0, 0, ""
    for at, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def _argument(text: str) -> Argument | None:
    typed = _TYPED.match(text)
    if typed:
        shaped = _SHAPED.match(typed[2].strip())
        if shaped:
            shape = tuple(int(n) for n in shaped[2].split(",") if n.strip())
            return Argument(typed[1], shaped[1], shape)
        if typed[3] is None:
            return Argument(typed[1], typed[2].strip())
        return _valued(typed[1], typed[3])
    named = _NAMED.match(text)
    return _valued(named[1], named[2]) if named else _valued("", text)


def _valued(name: str, text: str) -> Argument | None:
    try:
        return Argument(name, value=ast.literal_eval(text.strip()), has_value=True)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
