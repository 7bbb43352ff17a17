"""Where kernels break the habits that right ones keep: masks, strides and bounds of another axis, sizes that are no power of two.

Each is a count from the syntax tree. None is an error by itself.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from icwm.facts.calls import called

NAMES = (
    "inclusive_masks", "strict_masks", "or_in_masks", "inverted_masks", "masks", "others", "others_zero", "others_infinite",
    "loads_without_other", "axes_used", "grid_dimensions", "axes_beyond_grid", "floor_in_grid", "ceiling_in_grid", "odd_sizes",
    "odd_aranges", "aranges_from_elsewhere", "stride_axis_mismatches", "bound_axis_mismatches", "uninitialized_outputs",
    "initialized_outputs", "plain_exponentials", "exponentials_of_differences", "accumulated", "assigned_in_loops",
    "loops_without_accumulation", "divisions", "square_roots_of_sums", "casts_to_half", "casts_to_single", "stores_to_loaded",
    "unstored_pointers", "unused_parameters", "unused_locals", "launch_arguments_missing", "launch_arguments_extra",
    "reductions_without_axis", "axis_zero", "axis_one", "dots_transposed", "atomics", "inner_steps", "repeated_statements",
    "offset_block_mismatches", "offsets_with_constants", "crossed_arguments", "read_before_written",
)  # fmt: skip
SUSPICIOUS = (
    "inclusive_masks", "or_in_masks", "inverted_masks", "axes_beyond_grid", "floor_in_grid", "odd_sizes", "odd_aranges",
    "aranges_from_elsewhere", "stride_axis_mismatches", "bound_axis_mismatches", "plain_exponentials", "loops_without_accumulation",
    "unstored_pointers", "unused_parameters", "unused_locals", "launch_arguments_missing", "launch_arguments_extra",
    "repeated_statements", "offset_block_mismatches", "offsets_with_constants", "crossed_arguments", "read_before_written",
    "unmasked_loads", "unmasked_stores",
)  # fmt: skip
"""Facts that right kernels seldom have."""
_AXIS = re.compile(r"(?:^|_)([a-z])(?:$|_)|([mnk])$", re.IGNORECASE)
_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def triton_habits(
    nodes: Sequence[ast.AST], kernels: Iterable[ast.FunctionDef], numbers: Mapping[str, float]
) -> Counter[str]:
    """``nodes`` are all of the file; ``numbers`` the names that hold plain numbers."""
    found: Counter[str] = Counter()
    kernels = list(kernels)
    for kernel in kernels:
        _kernel(kernel, numbers, found)
    by_name = {kernel.name: kernel for kernel in kernels}
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Subscript):
            _launch(node, node.func, by_name, found)
        elif isinstance(node, ast.Call):
            name = called(node)
            found["uninitialized_outputs"] += name in ("empty", "empty_like")
            found["initialized_outputs"] += name in ("zeros", "zeros_like", "full", "full_like", "ones")
    grids = [n for n in nodes if isinstance(n, ast.Tuple) and any(_is_ceiling(e) for e in n.elts)]
    grids += [c.func.slice for c in nodes if isinstance(c, ast.Call) and isinstance(c.func, ast.Subscript)
              if isinstance(c.func.slice, ast.Tuple)]  # fmt: skip
    found["grid_dimensions"] = max((len(g.elts) for g in grids if isinstance(g, ast.Tuple)), default=0)
    found["axes_beyond_grid"] = max(0, found["axes_used"] - found["grid_dimensions"]) if grids else 0
    for grid in grids:
        inside = list(ast.walk(grid))
        found["floor_in_grid"] += sum(isinstance(n, ast.BinOp) and isinstance(n.op, ast.FloorDiv) for n in inside)
        found["ceiling_in_grid"] += sum(isinstance(n, ast.expr) and _is_ceiling(n) for n in inside)
    found["odd_sizes"] = sum(k.isupper() and v > 1 and not math_power(v) for k, v in numbers.items())
    return found


def math_power(value: float) -> bool:
    """Whether it is a power of two."""
    return value > 0 and value == int(value) and (int(value) & (int(value) - 1)) == 0


def _kernel(kernel: ast.FunctionDef, numbers: Mapping[str, float], found: Counter[str]) -> None:
    nodes = list(ast.walk(kernel))
    calls = [n for n in nodes if isinstance(n, ast.Call)]
    masks = {
        n.targets[0].id: n.value for n in nodes if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name)
    }
    axes = set()
    for call in calls:
        name = called(call)
        if name in ("load", "store"):
            _access(call, name, masks, found)
        elif name == "program_id":
            axes.add(
                ast.unparse(call.args[0]) if call.args else ast.unparse(call.keywords[0].value) if call.keywords else ""
            )
        elif name == "arange" and len(call.args) == 2:
            start, end = call.args
            found["aranges_from_elsewhere"] += not (isinstance(start, ast.Constant) and start.value == 0)
            size = numbers.get(end.id) if isinstance(end, ast.Name) else getattr(end, "value", None)
            found["odd_aranges"] += isinstance(end, ast.BinOp) or (
                isinstance(size, (int, float)) and not math_power(size)
            )
        elif name in ("exp", "exp2") and call.args:
            difference = isinstance(call.args[0], ast.BinOp) and isinstance(call.args[0].op, ast.Sub)
            found["exponentials_of_differences" if difference else "plain_exponentials"] += 1
        elif name in ("sqrt", "rsqrt") and call.args:
            found["square_roots_of_sums"] += isinstance(call.args[0], ast.BinOp) and isinstance(
                call.args[0].op, ast.Add
            )
        elif name in ("sum", "max", "min", "argmax", "argmin", "reduce"):
            axis = next(
                (k.value for k in call.keywords if k.arg == "axis"), call.args[1] if len(call.args) > 1 else None
            )
            found["reductions_without_axis"] += axis is None
            found["axis_zero"] += isinstance(axis, ast.Constant) and axis.value == 0
            found["axis_one"] += isinstance(axis, ast.Constant) and axis.value == 1
        elif name == "dot":
            found["dots_transposed"] += any("trans" in ast.unparse(a) or ".T" in ast.unparse(a) for a in call.args)
        elif name == "to" and call.args:
            target = ast.unparse(call.args[0])
            found["casts_to_half"] += "16" in target
            found["casts_to_single"] += "float32" in target
        found["atomics"] += name.startswith("atomic_")
    found["axes_used"] = max(found["axes_used"], len(axes))
    found["divisions"] += sum(isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div) for n in nodes)
    for node in nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            found["stride_axis_mismatches"] += _other_axis(node.left, node.right, "stride")
        elif isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], _COMPARISONS):
            found["bound_axis_mismatches"] += _other_axis(node.left, node.comparators[0], "")
        elif isinstance(node, (ast.For, ast.While)):
            added = sum(isinstance(n, ast.AugAssign) for n in ast.walk(node))
            assigned = sum(isinstance(n, ast.Assign) for n in ast.walk(node))
            found["accumulated"] += added
            found["assigned_in_loops"] += assigned
            found["loops_without_accumulation"] += added == 0
            found["inner_steps"] += isinstance(node, ast.For) and len(getattr(node.iter, "args", ())) == 3
    programs = {name for name, value in masks.items() if isinstance(value, ast.Call) and called(value) == "program_id"}
    for node in nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            _offset(node, programs, found)
    _unused(kernel, nodes, found)
    seen = {a.arg for a in kernel.args.args}
    for statement in kernel.body:
        inside = list(ast.walk(statement))
        now = {n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        later = {n for n in masks if n not in seen | now}
        found["read_before_written"] += sum(isinstance(n, ast.Name) and n.id in later for n in inside)
        seen |= now
    texts = [ast.unparse(s) for s in kernel.body]
    found["repeated_statements"] += len(texts) - len(set(texts))


def _access(call: ast.Call, name: str, masks: Mapping[str, ast.expr], found: Counter[str]) -> None:
    mask = next((k.value for k in call.keywords if k.arg == "mask"), None)
    mask = mask or (call.args[1 if name == "load" else 2] if len(call.args) > (1 if name == "load" else 2) else None)
    other = next((k.value for k in call.keywords if k.arg == "other"), None)
    if name == "load" and mask is not None:
        found["loads_without_other"] += other is None
    if other is not None:
        text = ast.unparse(other)
        found["others"] += 1
        found["others_zero"] += text in ("0", "0.0")
        found["others_infinite"] += "inf" in text
    if mask is None:
        return
    found["masks"] += 1
    if isinstance(mask, ast.Name):
        mask = masks.get(mask.id, mask)
    for node in ast.walk(mask):
        if isinstance(node, ast.Compare):
            found["inclusive_masks"] += isinstance(node.ops[0], (ast.LtE, ast.GtE))
            found["strict_masks"] += isinstance(node.ops[0], ast.Lt)
            found["inverted_masks"] += isinstance(node.ops[0], ast.Gt)
        found["or_in_masks"] += isinstance(node, ast.BitOr)
        found["inverted_masks"] += isinstance(node, (ast.Invert, ast.Not))


def _other_axis(left: ast.expr, right: ast.expr, needed: str) -> bool:
    """Whether two factors, or two sides of a bound, name different axes: ``offs_m * stride_an``, ``offs_m < N``."""
    names = [_last_name(left), _last_name(right)]
    if needed and not any(needed in name.lower() for name in names):
        return False
    axes = [_axis(name) for name in names]
    return bool(axes[0] and axes[1]) and axes[0] != axes[1]


def _offset(node: ast.BinOp, programs: set[str], found: Counter[str]) -> None:
    """``pid * BLOCK + tl.arange(0, BLOCK)``: the same block twice, and nothing added."""
    sides = (node.left, node.right)
    ranges = [s for s in sides if isinstance(s, ast.Call) and called(s) == "arange" and len(s.args) == 2]
    if not ranges:
        inner = next((s for s in sides if isinstance(s, ast.BinOp)), None)
        around = any(isinstance(s, ast.Constant) for s in sides) and inner is not None
        found["offsets_with_constants"] += around and "arange" in ast.unparse(node)
        return
    size = ast.unparse(ranges[0].args[1])
    for side in sides:
        found["offsets_with_constants"] += isinstance(side, ast.Constant)
        if isinstance(side, ast.BinOp) and isinstance(side.op, ast.Mult):
            factors = [side.left, side.right]
            ours = [f for f in factors if (isinstance(f, ast.Name) and f.id in programs) or isinstance(f, ast.Call)]
            other = [f for f in factors if f not in ours]
            found["offset_block_mismatches"] += bool(ours and other and ast.unparse(other[0]) != size)
        elif isinstance(side, ast.BinOp):
            found["offsets_with_constants"] += isinstance(side.right, ast.Constant)
        elif isinstance(side, ast.Name) and side.id in programs:
            found["offset_block_mismatches"] += 1


def _crossed(call: ast.Call, names: Sequence[str]) -> int:
    """Arguments that are called like another parameter than the one they are passed for."""
    stems = [re.sub(r"_?(ptr|pointer)$", "", name, flags=re.IGNORECASE).lower() for name in names]
    passed = [a.id.lower() if isinstance(a, ast.Name) else "" for a in call.args[: len(names)]]
    return sum(p != stems[i] and p in stems for i, p in enumerate(passed))


def _last_name(node: ast.expr) -> str:
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _axis(name: str) -> str:
    """The last single letter of a name, or a final m, n or k: ``offs_m`` m, ``stride_am`` m, ``BLOCK_K`` k."""
    found = [a or b for a, b in _AXIS.findall(name)]
    letter = found[-1].lower() if found else ""
    return letter if letter in "mnkij" else ""


def _launch(
    call: ast.Call, subscript: ast.Subscript, kernels: Mapping[str, ast.FunctionDef], found: Counter[str]
) -> None:
    kernel = kernels.get(getattr(subscript.value, "id", ""))
    if (
        kernel is None
        or any(isinstance(a, ast.Starred) for a in call.args)
        or any(k.arg is None for k in call.keywords)
    ):
        return
    names = [a.arg for a in kernel.args.args]
    defaults = len(kernel.args.defaults)
    given = set(names[: len(call.args)]) | {k.arg for k in call.keywords if k.arg}
    required = set(names[: len(names) - defaults])
    found["crossed_arguments"] += _crossed(call, names)
    found["launch_arguments_missing"] += len(required - given)
    found["launch_arguments_extra"] += max(0, len(call.args) - len(names)) + len(
        {g for g in given if g not in names and not g.startswith(("num_", "max"))}
    )


def _unused(kernel: ast.FunctionDef, nodes: Sequence[ast.AST], found: Counter[str]) -> None:
    read = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    written = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    parameters = [a.arg for a in kernel.args.args]
    found["unused_parameters"] += sum(p not in read for p in parameters)
    found["unused_locals"] += len(written - read)
    stored = " ".join(
        ast.unparse(n.args[0]) for n in nodes if isinstance(n, ast.Call) and called(n) == "store" and n.args
    )
    loaded = " ".join(
        ast.unparse(n.args[0]) for n in nodes if isinstance(n, ast.Call) and called(n) == "load" and n.args
    )
    outputs = [p for p in parameters if re.search(r"out|dst|result|^[yczo]_?(ptr)?$", p, re.IGNORECASE)]
    found["unstored_pointers"] += sum(p not in stored for p in outputs)
    found["stores_to_loaded"] += sum(p in stored and p in loaded for p in parameters)


def _is_ceiling(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and called(node) in ("cdiv", "ceil")
