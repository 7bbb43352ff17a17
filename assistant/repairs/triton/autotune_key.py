"""``key=`` of the autotuner: missing, or naming something that is not an argument."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    candidates = [str(c) for c in diagnostic.data.get("candidates", ())]
    if diagnostic.code == "autotune-missing-key":
        call = view.node_at(diagnostic.range, ast.Call)
        if call is not None and candidates:
            names = ", ".join(f'"{n}"' for n in _sizes(view, diagnostic, candidates))
            yield Finding(
                (view.add_argument(call, f"key=[{names}]"),),
                f"Add `key=[{names}]`",
                "the autotuner must know which sizes call for a new tuning",
                0.85,
            )
        return
    node = next(
        (
            n
            for n in view.nodes
            if isinstance(n, ast.Constant) and n.value == diagnostic.data.get("name") and _inside(view, n, diagnostic)
        ),
        None,
    )
    if node is None or not isinstance(node.value, str):
        return
    quote = view.text(node)[0]
    for rank, nearest in enumerate(diagnostic.data.get("nearest", ())):
        yield Finding(
            (view.replace(node, f"{quote}{nearest}{quote}"),),
            f"Write `{nearest}`",
            f"the kernel has no argument `{node.value}`",
            0.92 * 0.55**rank,
        )
    parent = view.parents.get(id(node))
    if isinstance(parent, (ast.List, ast.Tuple)) and len(parent.elts) > 1:
        kept = ", ".join(view.text(e) for e in parent.elts if e is not node)
        brackets = "[]" if isinstance(parent, ast.List) else "()"
        yield Finding(
            (view.replace(parent, f"{brackets[0]}{kept}{brackets[1]}"),),
            f"Remove `{node.value}` from the key",
            f"`{node.value}` is not an argument",
            0.5,
        )


def _inside(view: View, node: ast.AST, diagnostic: Diagnostic) -> bool:
    start, end = view.range_span(diagnostic.range)
    first, last = view.span(node)
    return (start <= first and last <= end) or (first <= start and end <= last)


def _sizes(view: View, diagnostic: Diagnostic, candidates: list[str]) -> list[str]:
    """Of the candidates those that are no pointers or strides."""
    kept = [c for c in candidates if "ptr" not in c.lower() and "stride" not in c.lower()]
    return (kept or candidates)[:3]


REPAIR = triton_repair("autotune_key", ("autotune-key", "autotune-missing-key"), find)
