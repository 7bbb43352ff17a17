"""Glob patterns with ``**``, as editors write them, against paths relative to a folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


class Excluded:
    """Which files and whole directories some patterns exclude."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = [_regular_expression(p) for p in patterns]

    def file(self, relative: str) -> bool:
        return any(p.fullmatch(relative) for p in self._patterns)

    def directory(self, relative: str) -> bool:
        """Whether everything in it is excluded, so that nobody need look."""
        inside = f"{relative}/\0"
        return any(p.fullmatch(inside) for p in self._patterns)


@lru_cache(maxsize=256)
def _regular_expression(pattern: str) -> re.Pattern[str]:
    out, at = "", 0
    while at < len(pattern):
        if pattern.startswith("**/", at):
            out, at = out + "(?:[^/]*/)*", at + 3
        elif pattern.startswith("**", at):
            out, at = out + ".*", at + 2
        elif pattern[at] == "*":
            out, at = out + "[^/]*", at + 1
        elif pattern[at] == "?":
            out, at = out + "[^/]", at + 1
        elif pattern[at] == "{" and "}" in pattern[at:]:
            end = pattern.index("}", at)
            out, at = out + f"(?:{'|'.join(re.escape(w) for w in pattern[at + 1 : end].split(','))})", end + 1
        else:
            out, at = out + re.escape(pattern[at]), at + 1
    return re.compile(out, re.DOTALL)
