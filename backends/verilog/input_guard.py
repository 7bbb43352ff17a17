"""Looks at sources before they reach a front end in our own process: what would overflow, hang or exhaust it is refused.

slang checks most of its limits itself. Not checked by it: how long a chain of operators is (its analysis takes time
quadratic in that), how far macros expand, and what an ```include`` of a device would read. How large a design elaborates
to is bounded in ``hierarchy_size``.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Mapping

from backends.text_cache import cached_by_text
from backends.verilog.source_scan import blank_comments_and_strings, scan

MAX_TEXT = 1 << 20
"""Characters of the checked file that are analyzed at each keystroke."""

MAX_CHAIN = 4_000
"""Operators in one expression."""

MAX_EXPANSION = 2 << 20
"""Characters all macro uses of a file may expand to."""

MAX_MACRO_DEPTH = 200
MAX_BLOCK_DEPTH = 500
"""Blocks within blocks."""

_DEFINE = re.compile(r"`define\s+([A-Za-z_][\w$]*)(\([^)\n]*\))?((?:[^\\\n]|\\\n|\\.)*)")
_USE = re.compile(r"`([A-Za-z_][\w$]*)")
_OPERATOR = re.compile(r"[-+*/%&|^~<>=!?]")
_SEPARATOR = re.compile(r"[;,]")
_BLOCK = re.compile(r"\b(?:begin|end)\b")
_STRING = re.compile(r'"([^"\n]{1,512})"')


def refusal(texts: Mapping[str, str]) -> str | None:
    """Why these sources (by path) must not be read by a front end in this process; ``None`` when they may."""
    reason = _expansion_refusal(texts)
    if reason is not None:
        return reason
    for path, text in texts.items():
        reason = _nesting_refusal(text)
        if reason is not None:
            return f"{os.path.basename(path)} {reason}"
    return None


@cached_by_text
def _nesting_refusal(text: str) -> str | None:
    if len(text) >= MAX_CHAIN and any(len(s) > MAX_CHAIN for s in text.split(";")):
        for piece in _SEPARATOR.split(blank_comments_and_strings(text)):
            if len(piece) > MAX_CHAIN and len(_OPERATOR.findall(piece)) > MAX_CHAIN:
                return f"has an expression of more than {MAX_CHAIN} operators"
    if text.count("begin") > MAX_BLOCK_DEPTH:
        depth = 0
        for word in _BLOCK.findall(blank_comments_and_strings(text)):
            depth += 1 if word == "begin" else -1
            if depth > MAX_BLOCK_DEPTH:
                return f"nests blocks more than {MAX_BLOCK_DEPTH} deep"
    return None


def _expansion_refusal(texts: Mapping[str, str]) -> str | None:
    """Macros whose uses expand too far, computed without expanding them."""
    bodies: dict[str, str] = {}
    for text in texts.values():
        if "`define" in text:
            bodies.update(_definitions(text))
    if not bodies:
        return None
    sizes: dict[str, int] = {}
    depths: dict[str, int] = {}
    for name in bodies:
        _measure(name, bodies, sizes, depths)
    deep = next((n for n, d in depths.items() if d > MAX_MACRO_DEPTH), None)
    if deep is not None:
        return f"macro `{deep} is nested more than {MAX_MACRO_DEPTH} deep"
    total = 0
    for path, text in texts.items():
        if "`" not in text:
            continue
        for statement in text.split(";"):
            used = sum(sizes.get(n, 0) for n in _USE.findall(statement) if n in sizes) if "`" in statement else 0
            if used > MAX_CHAIN and "`define" not in statement and _operators(statement, bodies, sizes) > MAX_CHAIN:
                return f"{os.path.basename(path)} has an expression of more than {MAX_CHAIN} operators after macro expansion"
            if statement.count("`") > MAX_MACRO_DEPTH and _nested_uses(statement) > MAX_MACRO_DEPTH:
                return f"{os.path.basename(path)} nests macro arguments more than {MAX_MACRO_DEPTH} deep"
            total += used
            if total > MAX_EXPANSION:
                return f"the macros of {os.path.basename(path)} expand to more than {MAX_EXPANSION >> 20} MB"
    return None


@cached_by_text
def _definitions(text: str) -> dict[str, str]:
    return {m.group(1): m.group(3) for m in _DEFINE.finditer(text)}


def _measure(start: str, bodies: Mapping[str, str], sizes: dict[str, int], depths: dict[str, int]) -> None:
    """Expanded length and nesting of ``start``, without recursion (a chain of macros may be thousands long)."""
    stack = [start]
    open_names: set[str] = set()
    while stack:
        name = stack[-1]
        if name in sizes:
            stack.pop()
            continue
        inner = [n for n in _USE.findall(bodies[name]) if n in bodies and n != name]
        waiting = [n for n in inner if n not in sizes and n not in open_names]
        if waiting and name not in open_names:
            open_names.add(name)
            stack.extend(waiting)
            continue
        stack.pop()
        sizes[name] = min(1 << 40, len(bodies[name]) + sum(sizes.get(n, 0) for n in inner))
        depths[name] = 1 + max((depths.get(n, 0) for n in inner), default=0)


def _operators(statement: str, bodies: Mapping[str, str], sizes: Mapping[str, int]) -> int:
    """An upper bound for the operators of a statement after expansion."""
    count = len(_OPERATOR.findall(statement))
    for name in _USE.findall(statement):
        if name in sizes:
            # Between separators of the body itself a chain ends; a body with none of them is one chain.
            pieces = 1 + len(_SEPARATOR.findall(bodies[name]))
            count += sizes[name] // 2 // pieces if _OPERATOR.search(bodies[name]) or _USE.search(bodies[name]) else 0
    return count


def _nested_uses(statement: str) -> int:
    depth = deepest = 0
    for character in statement:
        if character == "(":
            depth += 1
            deepest = max(deepest, depth)
        elif character == ")":
            depth -= 1
    return deepest


def unreadable_includes(path: str, texts: Iterable[str], include_dirs: Iterable[str]) -> tuple[str, ...]:
    """Paths that an include could lead to and that are no regular files (devices, pipes): reading them may never end."""
    found: dict[str, None] = dict.fromkeys(
        ("/dev/zero", "/dev/random", "/dev/urandom", "/dev/stdin", "/dev/tty", "/dev/full")
    )
    places = [os.path.dirname(path), *include_dirs]
    for text in texts:
        if "`include" not in text:
            continue
        names = {i.name for i in scan(text).includes}
        if scan(text).computed_includes:
            names.update(_STRING.findall(text)[:1000])
        for name in names:
            for place in places:
                candidate = os.path.join(place, name)
                try:
                    mode = os.stat(candidate).st_mode
                except (OSError, ValueError):
                    continue
                if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                    found[candidate] = None
    return tuple(found)
