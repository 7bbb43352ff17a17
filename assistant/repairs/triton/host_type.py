"""``torch.float16`` or ``"float16"`` as an element type in a kernel: ``tl.float16``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.node_at(diagnostic.range, ast.expr)
    dtype = diagnostic.data.get("dtype")
    if node is not None and isinstance(dtype, str):
        yield Finding(
            (view.replace(node, f"tl.{dtype}"),),
            f"Use `tl.{dtype}`",
            "a kernel knows only the language's own types",
            0.97,
        )


REPAIR = triton_repair("host_type", ("host-type",), find, safe=True)
