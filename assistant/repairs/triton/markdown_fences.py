"""Markdown around code, as language models return it: keeps what stands between the fences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic

_FENCE = re.compile(r"^\s*(```|~~~)\w*\s*$")


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    fences = [n for n in range(view.lines.line_count) if _FENCE.match(view.lines.line_text(n))]
    if not fences:
        return
    first_code = _start(view, fences[0] + 1)
    if len(fences) > 1:
        spans = [(0, first_code), (_start(view, fences[1]), len(view.code))]
    elif view.code[: view.lines.starts[fences[0]]].count("import "):
        spans = [(_start(view, fences[0]), len(view.code))]
    else:
        spans = [(0, first_code)]
    changes = tuple((start, end, "") for start, end in spans if start < end)
    yield Finding(changes, "Keep only the code between the fences", "the file holds Markdown around its code", 0.95)


def _start(view: View, line: int) -> int:
    return view.lines.starts[line] if line < view.lines.line_count else len(view.code)


REPAIR = triton_repair("markdown_fences", ("python:SyntaxError", "python:IndentationError"), find)
