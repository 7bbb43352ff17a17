"""Programs and launches: wrong program axis, wrong grid, arguments in the wrong order or missing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from random import Random

from backends.environment import Domain
from training.mutation import Kind
from training.mutations.python_source import Source, is_call, nodes, placed, without_argument
from training.mutations.python_syntax import misspelt


def _launches(source: Source) -> list[ast.Call]:
    names = {k.name for k in source.kernels()}
    return [
        n for n in nodes([source.tree], ast.Call)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Subscript) and ast.unparse(n.func.value) in names
    ]  # fmt: skip


def wrong_program_axis(source: Source, rng: Random) -> Iterator[str]:
    for call in nodes(source.kernels(), ast.Call):
        if isinstance(call, ast.Call) and is_call(call, "tl.program_id", "tl.num_programs"):
            axis = call.args[0] if call.args else call.keywords[0].value if call.keywords else None
            if isinstance(axis, ast.Constant):
                yield source.put((axis, str(rng.choice([x for x in (0, 1, 2) if x != axis.value]))))


def swapped_programs(source: Source, rng: Random) -> Iterator[str]:
    """Row and column programs exchanged."""
    for kernel in source.kernels():
        found = [c for c in nodes([kernel], ast.Call) if is_call(c, "tl.program_id")]
        if len(found) == 2:
            yield source.put((found[0], source.text(found[1])), (found[1], source.text(found[0])))


def num_programs_for_program_id(source: Source, rng: Random) -> Iterator[str]:
    for call in nodes(source.kernels(), ast.Call):
        if isinstance(call, ast.Call) and is_call(call, "tl.program_id"):
            yield source.put((call.func, "tl.num_programs"))


def floor_for_ceiling(source: Source, rng: Random) -> Iterator[str]:
    """The last, partial block is never started."""
    for call in nodes([source.tree], ast.Call):
        if isinstance(call, ast.Call) and is_call(call, "triton.cdiv", "tl.cdiv") and len(call.args) == 2:
            yield source.put((call, f"{source.text(call.args[0])} // {source.text(call.args[1])}"))
            yield source.put((call, f"({source.text(call)} - 1)"))


def _grids(source: Source) -> Iterator[ast.Tuple]:
    for host in [*source.hosts(), source.tree]:
        for node in nodes([host], (ast.Assign, ast.Lambda, ast.Return)):
            value = getattr(node, "value", None) if not isinstance(node, ast.Lambda) else node.body
            grid = isinstance(node, ast.Lambda) or (
                isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "grid"
            )
            if isinstance(value, ast.Tuple) and (
                grid or (isinstance(node, ast.Return) and getattr(host, "name", "") == "grid")
            ):
                yield value
    for launch in _launches(source):
        index = launch.func.slice if isinstance(launch.func, ast.Subscript) else None
        if isinstance(index, ast.Tuple):
            yield index


def missing_grid_dimension(source: Source, rng: Random) -> Iterator[str]:
    for grid in _grids(source):
        if len(grid.elts) > 1:
            gone = rng.randrange(len(grid.elts))
            kept = [source.text(e) for i, e in enumerate(grid.elts) if i != gone]
            yield source.put((grid, "(" + ", ".join(kept) + ",)"))


def swapped_grid(source: Source, rng: Random) -> Iterator[str]:
    for grid in _grids(source):
        if len(grid.elts) > 1:
            yield source.put((grid.elts[0], source.text(grid.elts[1])), (grid.elts[1], source.text(grid.elts[0])))


def wrong_grid_size(source: Source, rng: Random) -> Iterator[str]:
    """One program too many, a single program, elements instead of blocks."""
    for grid in _grids(source):
        for element in grid.elts:
            options = [f"{source.text(element)} + 1", "1"]
            if isinstance(element, ast.Call) and element.args:
                options.append(source.text(element.args[0]))
            yield source.put((element, rng.choice(options)))


def grid_not_a_tuple(source: Source, rng: Random) -> Iterator[str]:
    for grid in _grids(source):
        if len(grid.elts) == 1:
            yield source.put(
                (
                    grid,
                    source.text(grid.elts[0])
                    if source.text(grid).startswith("(")
                    else f"({source.text(grid.elts[0])})",
                )
            )


def missing_grid(source: Source, rng: Random) -> Iterator[str]:
    for launch in _launches(source):
        if isinstance(launch.func, ast.Subscript):
            yield source.put((launch.func, source.text(launch.func.value)))


def swapped_arguments(source: Source, rng: Random) -> Iterator[str]:
    """Two neighbouring arguments of a launch exchanged."""
    for launch in _launches(source):
        for a, b in pairwise(launch.args):
            yield source.put((a, source.text(b)), (b, source.text(a)))


def missing_argument(source: Source, rng: Random) -> Iterator[str]:
    for launch in _launches(source):
        for argument in [*launch.args, *launch.keywords]:
            yield without_argument(source, launch, argument)


def misspelt_argument(source: Source, rng: Random) -> Iterator[str]:
    for launch in _launches(source):
        for given in launch.keywords:
            if given.arg:
                yield source.put((given, f"{misspelt(given.arg, rng)}={source.text(given.value)}"))


def extra_argument(source: Source, rng: Random) -> Iterator[str]:
    for launch in _launches(source):
        yield source.cut(
            (
                source.span(launch.func)[1] + 1,
                source.span(launch.func)[1] + 1,
                f"{source.text(rng.choice(launch.args))}, ",
            )
        )
        unknown = rng.choice(("BLOCK=128", "num_threads=256", "EVEN_K=True", "num_warp=4", "stream=None"))
        yield source.put((launch, f"{source.text(launch).rstrip()[:-1].rstrip().rstrip(',')}, {unknown})"))


def wrong_stride_passed(source: Source, rng: Random) -> Iterator[str]:
    for call in nodes(source.hosts(), ast.Call):
        if (
            isinstance(call, ast.Call)
            and is_call(call, ".stride")
            and call.args
            and isinstance(call.args[0], ast.Constant)
        ):
            yield source.put((call.args[0], str(1 - call.args[0].value) if call.args[0].value in (0, 1) else "0"))


def wrong_output_shape(source: Source, rng: Random) -> Iterator[str]:
    """The output allocated too small, transposed, or of another type."""
    for call in nodes(source.hosts(), ast.Call):
        if not (
            isinstance(call, ast.Call)
            and is_call(call, "torch.empty", "torch.zeros", "torch.empty_like", "torch.zeros_like")
        ):
            continue
        shape = call.args[0] if call.args else None
        if isinstance(shape, ast.Tuple) and len(shape.elts) > 1:
            yield source.put((shape.elts[0], source.text(shape.elts[1])), (shape.elts[1], source.text(shape.elts[0])))
        kind = next((k for k in call.keywords if k.arg == "dtype"), None)
        new = rng.choice(("torch.float16", "torch.int32", "torch.float64", "torch.int8"))
        if kind is None:
            yield source.put((call, source.text(call)[:-1].rstrip().rstrip(",") + f", dtype={new})"))
        else:
            yield source.put((kind.value, new))


def uninitialized_output(source: Source, rng: Random) -> Iterator[str]:
    """``empty`` where sums are added to what is there."""
    for call in nodes(source.hosts(), ast.Call):
        if isinstance(call, ast.Call) and is_call(call, "torch.zeros", "torch.zeros_like"):
            yield source.put((call.func, ast.unparse(call.func).replace("zeros", "empty")))


def wrong_size_passed(source: Source, rng: Random) -> Iterator[str]:
    """``numel`` of the wrong tensor, a shape's other dimension."""
    for host in source.hosts():
        for node in nodes([host], (ast.Subscript, ast.Assign)):
            if (
                isinstance(node, ast.Subscript)
                and source.text(node.value).endswith(".shape")
                and isinstance(node.slice, ast.Constant)
            ):
                yield source.put((node.slice, "1" if node.slice.value == 0 else "0"))
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.targets[0], ast.Tuple)
                and source.text(node.value).endswith(".shape")
            ):
                e = node.targets[0].elts
                if len(e) == 2:
                    yield source.put((e[0], source.text(e[1])), (e[1], source.text(e[0])))
            if isinstance(node, ast.Assign) and source.text(node.value).endswith(".numel()"):
                yield source.put(
                    (
                        node.value,
                        source.text(node.value).replace(
                            ".numel()", rng.choice((".shape[0]", ".numel() - 1", ".numel() + 1", ".size(0)"))
                        ),
                    )
                )


MUTATIONS = placed(
    Domain.TRITON, Kind.SEMANTIC,
    wrong_program_axis, swapped_programs, num_programs_for_program_id, floor_for_ceiling, missing_grid_dimension,
    swapped_grid, wrong_grid_size, swapped_arguments, wrong_stride_passed, wrong_output_shape, uninitialized_output,
    wrong_size_passed,
) + placed(
    Domain.TRITON, Kind.SYNTAX, grid_not_a_tuple, missing_grid, missing_argument, misspelt_argument, extra_argument
)  # fmt: skip
