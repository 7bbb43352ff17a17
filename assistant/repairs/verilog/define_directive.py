"""Directives without their backtick (``#define``, ``define``, ``timescale``) and macro texts with ``=`` or ``;``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_WORDS = "define|include|ifdef|ifndef|elsif|endif|undef|timescale|default_nettype"
_BARE = re.compile(rf"^([ \t]*)(#[ \t]*|['’‘´]|\\)?({_WORDS})\b(?![ \t]*[=<(:])", re.MULTILINE)
_DEFINE = re.compile(r"`define[ \t]+([A-Za-z_]\w*)([ \t]*)((?:[^\n\\/]|\\\r?\n|\\.|/(?!/))*)")


def find(view: View) -> Iterator[Finding]:
    yield from _without_backtick(view)
    found: list[Finding] = []
    for token in view.source.tokens:
        match = _DEFINE.match(token.text) if token.kind is Kind.DIRECTIVE else None
        if match is None:
            continue
        name, body = match[1], match[3]
        stripped = body.rstrip()
        at = token.start + match.start(3)
        if stripped.startswith(("=", ":=")):
            skip = len(body) - len(body.lstrip("=: \t"))
            end = at + skip
            cut = [(at, end, "" if match[2] else " ")]
            if stripped.endswith(";"):
                cut.append((at + len(stripped) - 1, at + len(stripped), ""))
            found.append(_body(view, name, cut, "=", token.line))
        elif stripped.endswith(";") and len(stripped) > 1 and _inside_expressions(view, name):
            found.append(_body(view, name, [(at + len(stripped) - 1, at + len(stripped), "")], ";", token.line))
    yield from together(found, "Leave only the values in the macros")


def _body(view: View, name: str, changes: list[Change], what: str, line: int) -> Finding:
    return Finding(
        tuple(changes),
        f"Take the `{what}` out of macro {name}",
        f"the text of macro {name} (line {line + 1}) contains `{what}`, which is pasted in wherever `{name} is used",
        0.93,
    )


def _inside_expressions(view: View, name: str) -> bool:
    """Some use of the macro is followed by more of its statement."""
    source = view.source
    return any(t.text == f"`{name}" and source.word(i + 1) not in ("", "`") for i, t in enumerate(source.tokens))


def _without_backtick(view: View) -> Iterator[Finding]:
    """Gives the directive its backtick, and each bare use of a macro so defined as well."""
    changes: list[Change] = []
    defined: set[str] = set()
    first = 0
    for match in _BARE.finditer(view.code):
        i = view.source.after(match.start(3))
        if match[2] is None and not (
            i < len(view.source) and view.source[i].first and view.source[i].kind is Kind.NAME
        ):
            continue
        if (
            match[3] in ("include", "undef", "ifdef", "ifndef", "elsif", "endif")
            and match[2] is None
            and match[3] != "include"
        ):
            continue
        start = match.start(2) if match[2] else match.start(3)
        changes.append((start, match.start(3), "`"))
        first = first or view.context.lines.position(start).line + 1
        name = re.match(r"define[ \t]+([A-Za-z_]\w*)", view.code[match.start(3) :])
        if name:
            defined.add(name[1])
    if not changes:
        return
    lines = {view.context.lines.position(c[0]).line for c in changes}
    for token in view.source.tokens:
        if token.kind is Kind.NAME and token.text in defined and token.line not in lines:
            changes.append((token.start, token.start, "`"))
    yield Finding(
        tuple(changes),
        "Write the directives with a backtick",
        f"the directive on line {first} lacks Verilog's backtick, and so do the uses of the macros it defines",
        0.93,
    )


REPAIR = scanning("define_directive", find)
