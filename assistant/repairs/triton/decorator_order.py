"""``@triton.autotune`` below ``@triton.jit``: the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    for kernel in () if view.model is None else view.model.kernels.values():
        if kernel.autotune is None or view.span(kernel.autotune)[0] != view.lines.offset(diagnostic.range.start):
            continue
        jit, tuned = view.text(kernel.jit), view.text(kernel.autotune)
        changes = (view.replace(kernel.jit, tuned), view.replace(kernel.autotune, jit))
        yield Finding(
            changes, "Put `@triton.autotune` above `@triton.jit`", "the autotuner wraps a jitted function", 0.96
        )


REPAIR = triton_repair("decorator_order", ("decorator-order",), find, safe=True)
