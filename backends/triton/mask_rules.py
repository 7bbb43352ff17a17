"""Loads and stores without the mask that their offsets need: the compiler takes them, the memory does not."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from backends.outcome import Severity

if TYPE_CHECKING:
    from backends.triton.kernel_inference import KernelInference
    from backends.triton.kernel_values import Access, Bound

CODE = "missing-mask"
_SIZE = re.compile(
    r"(n|m|k|size|numel|length|total|n_\w+|num_(?!warps|stages)\w+|\w*_(size|len|numel|elements)|seq_?len\w*|\w*(rows|cols)|[MNKL])$"
)


def check_masks(inference: KernelInference) -> None:
    """After the body has been followed."""
    unused = _unused_sizes(inference)
    for access in inference.accesses:
        if access.mask is not None or access.conditional or access.pointer.wrapped or not access.pointer.ranges:
            continue
        names = _own_ranges(inference, access)
        bounds = [bound for bound in inference.bounds if bound.names & names and _governs(bound, access)]
        if bounds:
            _report(inference, access, bounds, names)
        elif not inference.bounds and unused and access.pointer.base:
            by_program = [n for n in sorted(names) if inference.scope[n].by_program]
            if by_program:
                _report_unused(inference, access, unused[0], by_program)


def _governs(bound: Bound, access: Access) -> bool:
    """A loop over the full blocks often goes without, and only the last block, after it, is masked."""
    if access.loop is None or bound.loop is access.loop:
        return True
    return bound.node.lineno < access.loop.lineno


def _own_ranges(inference: KernelInference, access: Access) -> frozenset[str]:
    """The named offsets that stand in the address itself, or in what the pointer's name was assigned."""
    found = {n.id for n in ast.walk(access.pointer_node) if isinstance(n, ast.Name)}
    for name in tuple(found):
        statement = inference.assignments.get(name)
        if name not in access.pointer.ranges and isinstance(statement, ast.Assign):
            found |= {n.id for n in ast.walk(statement.value) if isinstance(n, ast.Name)}
    return frozenset(found) & access.pointer.ranges


def _report(inference: KernelInference, access: Access, bounds: list[Bound], own: frozenset[str]) -> None:
    names = own & frozenset().union(*(bound.names for bound in bounds))
    verb = "reads" if access.function == "load" else "writes"
    bound = inference.model.text_of(bounds[0].node)
    offsets = ", ".join(f"`{n}`" for n in sorted(names))
    inference.report(
        access.node,
        CODE,
        f"`tl.{access.function}` {verb} at {offsets} without a mask, though the kernel bounds {'it' if len(names) == 1 else 'them'} "
        f"elsewhere (`{bound}`): possibly out of bounds",
        Severity.WARNING,
        function=access.function,
        names=sorted(names),
        bounds=[inference.model.text_of(bound.node) for bound in bounds],
        masks=_mask_names(inference, access, names),
        shape=["?" if d is None else str(d) for d in access.pointer.shape or ()],
    )


def _report_unused(inference: KernelInference, access: Access, size: str, offsets: list[str]) -> None:
    inference.report(
        access.node,
        CODE,
        f"`tl.{access.function}` has no mask and `{size}` is never used: the last program may go out of bounds",
        Severity.WARNING,
        function=access.function,
        names=offsets,
        bounds=[f"{offsets[0]} < {size}"] if len(offsets) == 1 else [],
        masks=[],
        shape=["?" if d is None else str(d) for d in access.pointer.shape or ()],
    )


def _mask_names(inference: KernelInference, access: Access, names: frozenset[str]) -> list[str]:
    """Names assigned from comparisons of these offsets before the access."""
    found: dict[str, None] = {}
    for node in inference.kernel.body_nodes:
        if not isinstance(node, ast.Assign) or node.lineno >= access.node.lineno or len(node.targets) != 1:
            continue
        target = node.targets[0]
        compared = {
            n.id
            for comparison in ast.walk(node.value)
            if isinstance(comparison, ast.Compare)
            for n in ast.walk(comparison)
            if isinstance(n, ast.Name)
        }
        if (
            isinstance(target, ast.Name)
            and compared & names
            and isinstance(node.value, (ast.Compare, ast.BinOp, ast.BoolOp))
        ):
            found[target.id] = None
    return sorted(found)


def _unused_sizes(inference: KernelInference) -> list[str]:
    """Runtime parameters that are named like sizes and never read."""
    read = {n.id for n in inference.kernel.body_nodes if isinstance(n, ast.Name)}
    return [
        p.name
        for p in inference.kernel.parameters
        if not p.constexpr and p.name not in read and _SIZE.fullmatch(p.name)
    ]
