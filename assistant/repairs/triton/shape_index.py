"""``[:, None]`` where ``[None, :]`` belongs, or the other way round, or neither where one is needed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic

_COLUMN, _ROW = "[:, None]", "[None, :]"
_INDEX = re.compile(r"\[\s*:\s*,\s*None\s*\]|\[\s*None\s*,\s*:\s*\]")


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.node_at(diagnostic.range, ast.expr)
    if node is None or view.kernel_at(diagnostic.range) is None:
        return
    start, end = view.range_span(diagnostic.range)
    text = view.code[start:end]
    for match in _INDEX.finditer(text):
        other = _ROW if match[0].replace(" ", "").startswith("[:") else _COLUMN
        place = start + match.start()
        before = re.search(r"([\w.]+)$", text[: match.start()])
        shown = before[1] if before else "the block"
        yield Finding(
            ((place, place + len(match[0]), other),),
            f"Expand `{shown}` as `{other}`",
            f"`{shown}` runs along the other dimension",
            0.72,
            True,
        )
    for name in _plain_masks(view, node):
        for index in (_COLUMN, _ROW):
            yield Finding(
                (view.behind(name, index),),
                f"Expand `{view.text(name)}` as `{index}`",
                f"`{view.text(name)}` has one dimension too few",
                0.68,
                True,
            )


def _plain_masks(view: View, node: ast.expr) -> Iterator[ast.expr]:
    """The mask or value of an access, or an operand, that is a bare name or comparison."""
    candidates: list[ast.expr] = []
    if isinstance(node, ast.Call):
        candidates = [k.value for k in node.keywords if k.arg in ("mask", "other")] + node.args[1:]
    elif isinstance(node, ast.BinOp):
        candidates = [node.left, node.right]
    elif isinstance(node, ast.Compare):
        candidates = [node.left, *node.comparators]
    for candidate in candidates:
        if isinstance(candidate, ast.Name):
            yield candidate
        elif isinstance(candidate, ast.Compare) and isinstance(candidate.left, ast.Name):
            yield candidate.left


REPAIR = triton_repair("shape_index", ("shape-mismatch",), find)
