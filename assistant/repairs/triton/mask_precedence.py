"""``a < n & b < m``: ``&`` binds tighter than ``<``, so each comparison needs its parentheses."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.node_at(diagnostic.range, ast.Compare)
    if node is None:
        return
    changes = []
    opened = view.span(node)[0]
    for part in node.comparators[:-1]:
        if not isinstance(part, ast.BinOp):
            return
        sign_at = view.code.index("&" if isinstance(part.op, ast.BitAnd) else "|", view.span(part.left)[1])
        right = view.span(part.right)[0]
        changes += [(opened, opened, "("), (len(view.code[:sign_at].rstrip()),) * 2 + (")",)]
        opened = right
    end = view.span(node)[1]
    changes += [(opened, opened, "("), (end, end, ")")]
    yield Finding(
        tuple(changes),
        "Put each comparison in parentheses",
        "`&` and `|` are carried out before `<`",
        0.96,
    )


REPAIR = triton_repair("mask_precedence", ("mask-precedence",), find)
