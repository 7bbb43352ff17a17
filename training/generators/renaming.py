"""Renames in Python text by its tokens, for the generators: comments and attributes stay as they are."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Collection, Mapping


def names_of(code: str) -> set[str]:
    """Every name token of the text, attributes and keyword arguments included."""
    return {t.string for t in tokenize.generate_tokens(io.StringIO(code).readline) if t.type == tokenize.NAME}


def substituted(code: str, chosen: Mapping[str, str], keywords: Collection[str] = ()) -> str:
    """Each name of ``chosen`` replaced, also where it is a string of its own; those in ``keywords`` stay where they name
    an argument of a call."""
    tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    lines = code.splitlines(keepends=True)
    edits: list[tuple[int, int, int, str]] = []
    previous, depth = "", 0
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        new = None
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
        argument = depth > 0 and after is not None and after.string == "=" and token.string in keywords
        if token.type == tokenize.NAME and previous != "." and not argument:
            new = chosen.get(token.string)
        elif token.type == tokenize.STRING and token.string[1:-1] in chosen:
            new = f"{token.string[0]}{chosen[token.string[1:-1]]}{token.string[-1]}"
        if new is not None:
            edits.append((token.start[0] - 1, token.start[1], token.end[1], new))
        previous = token.string
    for line, start, end, new in reversed(edits):
        lines[line] = lines[line][:start] + new + lines[line][end:]
    return "".join(lines)
