"""A load or store whose offsets can leave the tensor: gives it the mask that bounds them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic
from backends.triton.api_table import api_table
from backends.triton.kernel_inference import KernelInference
from backends.triton.kernel_values import Value
from backends.triton.signature import pointer_parameters
from backends.triton.source_model import Kernel

_ACCESSES = ("load", "store", "atomic_add", "atomic_max", "atomic_min", "atomic_xchg", "atomic_and", "atomic_or")
_SIZE = re.compile(r"n|m|k|n_\w+|num_\w+|\w*(size|len|length|numel|elements|rows|cols|total)|[MNK]", re.IGNORECASE)


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    kernel = view.kernel_at(diagnostic.range)
    call = view.node_at(diagnostic.range, ast.Call)
    if kernel is None or call is None or view.model is None:
        return
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _ACCESSES or not call.args:
        return
    if any(k.arg == "mask" for k in call.keywords) or len(call.args) > (2 if call.func.attr != "load" else 1):
        return
    for text, confidence in masks_for(view, kernel, call):
        shown = f"mask={text}"
        other = ", other=0.0" if call.func.attr == "load" and _feeds_reduction(view, kernel, call) else ""
        yield Finding(
            (view.add_argument(call, shown + other),),
            f"Add `{shown}`",
            f"`{view.text(call.args[0])}` goes past the end in the last block; `{text}` bounds it",
            confidence,
        )


def masks_for(view: View, kernel: Kernel, call: ast.Call) -> Iterator[tuple[str, float]]:
    """Masks for an access, each meaning once; what comes after the first is much less likely."""
    scope = _scope(view, kernel)
    offsets = _offsets(view, kernel, call.args[0], scope)
    named = {name: view.text(statement.value) for name, statement in _assigned_masks(kernel, call)}
    seen: set[str] = set()
    for text, confidence in _masks(view, kernel, call, offsets, scope):
        meaning = _plain(named.get(text, text))
        if meaning not in seen:
            yield text, confidence if not seen else confidence * 0.5
            seen.add(meaning)


def _plain(text: str) -> str:
    """Without spaces and the parentheses around the whole or a part of a conjunction."""
    return re.sub(r"[\s()]", "", text)


def _scope(view: View, kernel: Kernel) -> dict[str, Value]:
    """What the front end knows of the kernel's names at its end."""
    assert view.model is not None
    inference = KernelInference(
        view.model, kernel, api_table(), pointer_parameters(kernel, view.model), True, lambda *args, **data: None
    )
    inference.run()
    return inference.scope


def _offsets(view: View, kernel: Kernel, pointer: ast.expr, scope: dict[str, Value]) -> set[str]:
    """The named ranges in an address, looking into the assignments of pointer names."""
    names = {n.id for n in ast.walk(pointer) if isinstance(n, ast.Name)}
    for node in kernel.body_nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name in names and scope.get(name, Value()).is_pointer:
                names |= {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
    known = {n for n in names if n in scope and scope[n].ranges and not scope[n].is_pointer}
    # What is assigned in a loop is out of scope at the end of the kernel.
    return known | {n for n in names if n not in scope and _is_range(kernel, n)}


def _is_range(kernel: Kernel, name: str) -> bool:
    return any(
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == name
        and any(isinstance(n, ast.Attribute) and n.attr == "arange" for n in ast.walk(node.value))
        for node in kernel.body_nodes
    )


def _masks(
    view: View, kernel: Kernel, call: ast.Call, offsets: set[str], scope: dict[str, Value]
) -> Iterator[tuple[str, float]]:
    """Masks that other accesses at the same offsets use, names of masks, and comparisons with a size."""
    for mask in _masks_of_neighbours(view, kernel, call):
        if all(_before(view, kernel, n.id, call) for n in ast.walk(mask) if isinstance(n, ast.Name)):
            yield view.text(mask), 0.96
    for name, statement in _assigned_masks(kernel, call):
        compared = {n.id for n in ast.walk(statement.value) if isinstance(n, ast.Name)}
        if compared & offsets == offsets and offsets:
            yield name, 0.94
    bounds = _bounds(view, kernel, offsets)
    if bounds and set(bounds) == offsets:
        yield _joined([_fitted(view, kernel, call, name, text) for name, text in sorted(bounds.items())]), 0.9
    if len(offsets) == 1:
        (name,) = offsets
        if (end := _loop_end(view, kernel, name)) is not None:
            yield f"{name} < {end}", 0.92
        sizes = [p.name for p in kernel.parameters if not p.constexpr and _SIZE.fullmatch(p.name)]
        used = {n.id for n in kernel.body_nodes if isinstance(n, ast.Name)}
        ranked = sorted(sizes, key=lambda s: s in used)
        for rank, size in enumerate(ranked[:3]):
            yield f"{name} < {size}", 0.8 - 0.2 * rank


def _loop_end(view: View, kernel: Kernel, name: str) -> str | None:
    """``n`` for ``cols = start + tl.arange(...)`` in ``for start in range(0, n, BLOCK)``."""
    moved = {
        n.id
        for node in kernel.body_nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name
        for n in ast.walk(node.value)
        if isinstance(n, ast.Name)
    }
    for node in kernel.body_nodes:
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name) and node.target.id in moved:
            call = node.iter
            if isinstance(call, ast.Call) and len(call.args) == 3 and view.text(call.func).split(".")[-1] == "range":
                return view.text(call.args[1])
    return None


def _address(view: View, kernel: Kernel, pointer: ast.expr) -> str:
    """The text of an address; of a name, what it was assigned."""
    if isinstance(pointer, ast.Name):
        assigned = [
            n for n in kernel.body_nodes
            if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name) and n.targets[0].id == pointer.id
        ]  # fmt: skip
        if len(assigned) == 1:
            return view.text(assigned[0].value)
    return view.text(pointer)


def _masks_of_neighbours(view: View, kernel: Kernel, call: ast.Call) -> Iterator[ast.expr]:
    """The masks of accesses whose address differs only in the tensor."""
    offset = _address(view, kernel, call.args[0]).partition("+")[2].split()
    for node in kernel.body_nodes:
        if not isinstance(node, ast.Call) or node is call or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        mask = next((k.value for k in node.keywords if k.arg == "mask"), None)
        if mask is not None and offset and _address(view, kernel, node.args[0]).partition("+")[2].split() == offset:
            yield mask


def _before(view: View, kernel: Kernel, name: str, call: ast.Call) -> bool:
    """Whether a name has a value above the call."""
    if name in kernel.by_name:
        return True
    return any(
        isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store) and n.lineno < call.lineno
        for n in kernel.body_nodes
    )


def _assigned_masks(kernel: Kernel, call: ast.Call) -> Iterator[tuple[str, ast.Assign]]:
    for node in kernel.body_nodes:
        if not isinstance(node, ast.Assign) or node.lineno >= call.lineno or not isinstance(node.targets[0], ast.Name):
            continue
        if not isinstance(node.value, (ast.Compare, ast.BinOp, ast.BoolOp)):
            continue
        if any(isinstance(n, ast.Compare) for n in ast.walk(node.value)):
            yield node.targets[0].id, node


def _bounds(view: View, kernel: Kernel, offsets: set[str]) -> dict[str, str]:
    """For each offset the comparison of it alone that the kernel makes."""
    found: dict[str, str] = {}
    for node in kernel.body_nodes:
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Lt):
            names = {n.id for n in ast.walk(node.left) if isinstance(n, ast.Name)} & offsets
            right = {n.id for n in ast.walk(node.comparators[0]) if isinstance(n, ast.Name)}
            if len(names) == 1 and not right & offsets:
                name = next(iter(names))
                found.setdefault(name, f"{name} < {view.text(node.comparators[0])}")
    return found


def _fitted(view: View, kernel: Kernel, call: ast.Call, name: str, text: str) -> str:
    """``offs_m < M`` as ``offs_m[:, None] < M`` where the address uses it so."""
    index = re.search(rf"\b{re.escape(name)}(\[[^\]]*\])", _address(view, kernel, call.args[0]))
    if index is None:
        return text
    return text.replace(name, name + index[1], 1)


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else " & ".join(f"({p})" for p in parts)


def _feeds_reduction(view: View, kernel: Kernel, call: ast.Call) -> bool:
    statement = view.statement_of(call)
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
        return False
    name = statement.targets[0].id
    return any(
        isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr in ("sum", "dot")
        and any(isinstance(a, ast.Name) and a.id == name for a in n.args)
        for n in kernel.body_nodes
    )  # fmt: skip


REPAIR = triton_repair("missing_mask", ("missing-mask", "MemoryFault"), find)
