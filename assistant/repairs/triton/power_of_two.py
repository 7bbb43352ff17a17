"""``tl.arange(0, 100)``: rounds the length up to a power of two and masks what was added."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Change, Finding, View, triton_repair
from backends.outcome import Diagnostic
from backends.triton.source_model import Kernel


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    kernel = view.kernel_at(diagnostic.range)
    if kernel is None:
        return
    size, power = diagnostic.data.get("size"), diagnostic.data.get("power")
    call = view.node_at(diagnostic.range, ast.Call)
    if size is None:
        yield from _from_launch(diagnostic, view, kernel)
        return
    if diagnostic.code == "shape-power-of-two":
        node = view.node_at(diagnostic.range, ast.expr)
        if node is not None:
            yield Finding(
                (view.replace(node, str(power)),),
                f"Use {power}",
                f"{size} is not a power of 2; the block grows to {power}",
                0.6,
                True,
            )
        return
    if call is None or len(call.args) != 2:
        return
    start, end = call.args
    grown = f"{view.text(start)} + {power}" if not _is_zero(start) else str(power)
    changes: list[Change] = [view.replace(end, grown)]
    name = _assigned_to(view, call)
    limit = view.text(end)
    masked = [] if name is None else list(_masks(view, kernel, name, limit))
    yield Finding(
        (*changes, *masked),
        f"Use {power} and mask the rest",
        f"{size} is not a power of 2; the block grows to {power} and the {power - size} elements too many are masked",
        0.85 if masked else 0.5,
        ambiguous=not masked,
    )


def _from_launch(diagnostic: Diagnostic, view: View, kernel: Kernel) -> Iterator[Finding]:
    """The compiler found the length of a constexpr parameter: round it up where the kernel is launched."""
    call = view.node_at(diagnostic.range, ast.Call)
    if call is None or view.model is None:
        return
    names = {n.id for n in ast.walk(call) if isinstance(n, ast.Name)} & {
        p.name for p in kernel.parameters if p.constexpr
    }
    changes: list[Change] = []
    for launch in view.model.launches_of(kernel.name):
        for keyword in launch.call.keywords:
            if keyword.arg in names and "next_power_of_2" not in view.text(keyword.value):
                changes.append(view.replace(keyword.value, _rounded(view, keyword.value)))
    if changes:
        listed = ", ".join(f"`{n}`" for n in sorted(names))
        yield Finding(
            tuple(changes),
            f"Round {listed} up with `triton.next_power_of_2`",
            f"{listed} is launched with a length that is not a power of 2",
            0.85,
        )


def _rounded(view: View, node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return str(1 << max(node.value - 1, 0).bit_length())
    return f"triton.next_power_of_2({view.text(node)})"


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0


def _assigned_to(view: View, call: ast.Call) -> str | None:
    statement = view.statement_of(call)
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return None


def _masks(view: View, kernel: Kernel, name: str, limit: str) -> Iterator[Change]:
    """A mask for each load and store at these offsets that has none."""
    for node in kernel.body_nodes:
        if (
            not isinstance(node, ast.Call)
            or not isinstance(node.func, ast.Attribute)
            or node.func.attr not in ("load", "store")
        ):
            continue
        if not node.args or not any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(node.args[0])):
            continue
        if any(k.arg == "mask" for k in node.keywords):
            continue
        yield view.add_argument(node, f"mask={name} < {limit}")


REPAIR = triton_repair("power_of_two", ("arange-power-of-two", "shape-power-of-two"), find)
