"""Shapes that do not fit: broadcasts, kept dimensions, powers of two, operands of ``dot``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from random import Random

from backends.environment import Domain
from training.mutation import Kind
from training.mutations.python_source import Source, is_call, keyword, nodes, placed, without_argument


def _calls(source: Source, *names: str) -> list[ast.Call]:
    return [n for n in nodes(source.kernels(), ast.Call) if isinstance(n, ast.Call) and is_call(n, *names)]


def _broadcasts(source: Source) -> list[ast.Subscript]:
    """``x[:, None]`` and ``x[None, :]``."""
    found = [n for n in nodes(source.kernels(), ast.Subscript) if isinstance(n, ast.Subscript)]
    return [n for n in found if source.text(n.slice).strip("()") in (":, None", "None, :")]


def wrong_broadcast_axis(source: Source, rng: Random) -> Iterator[str]:
    for node in _broadcasts(source):
        new = "[None, :]" if source.text(node.slice).strip("()") == ":, None" else "[:, None]"
        yield source.put((node, source.text(node.value) + new))


def missing_broadcast(source: Source, rng: Random) -> Iterator[str]:
    for node in _broadcasts(source):
        yield source.put((node, source.text(node.value)))


def extra_broadcast(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, "tl.sum", "tl.max", "tl.arange", "tl.load"):
        yield source.put((call, source.text(call) + rng.choice(("[:, None]", "[None, :]"))))


def missing_keep_dims(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, "tl.sum", "tl.max", "tl.min"):
        kept = keyword(call, "keep_dims")
        if kept is not None:
            yield without_argument(source, call, kept)
        else:
            yield source.put((call, source.text(call)[:-1] + ", keep_dims=True)"))


def missing_axis(source: Source, rng: Random) -> Iterator[str]:
    """A reduction over everything."""
    for call in _calls(source, "tl.sum", "tl.max", "tl.min"):
        axis = [*call.args[1:2], *[k for k in call.keywords if k.arg == "axis"]]
        if axis:
            yield without_argument(source, call, *axis)


def odd_arange(source: Source, rng: Random) -> Iterator[str]:
    """A range whose length is no power of two, or is only known at run time."""
    for kernel in source.kernels():
        sizes = [
            a.arg
            for a in kernel.args.args
            if a.annotation is None and not a.arg.lower().endswith("ptr") and "stride" not in a.arg
        ]
        for call in nodes([kernel], ast.Call):
            if isinstance(call, ast.Call) and is_call(call, "tl.arange") and len(call.args) == 2:
                end = source.text(call.args[1])
                options = [f"{end} + 1", f"{end} - 1", str(rng.choice((100, 48, 96))), *sizes[-1:]]
                yield source.put((call.args[1], rng.choice(options)))


def arange_start(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, "tl.arange"):
        if len(call.args) == 2:
            yield source.put((call.args[0], "1"))
            yield without_argument(source, call, call.args[0])


def wrong_block_name(source: Source, rng: Random) -> Iterator[str]:
    """BLOCK_M where BLOCK_N is meant."""
    for kernel in source.kernels():
        blocks = [a.arg for a in kernel.args.args if a.annotation is not None]
        for node in nodes(kernel.body, ast.Name):
            others = [b for b in blocks if isinstance(node, ast.Name) and node.id in blocks and b != node.id]
            if others:
                yield source.put((node, rng.choice(others)))


def swapped_shape(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, "tl.zeros", "tl.full", "tl.reshape", "tl.broadcast_to"):
        shape = next((a for a in call.args if isinstance(a, (ast.Tuple, ast.List)) and len(a.elts) == 2), None)
        if shape is not None:
            yield source.put((shape.elts[0], source.text(shape.elts[1])), (shape.elts[1], source.text(shape.elts[0])))
            yield source.put((shape, f"({source.text(shape.elts[0])},)"))


def wrong_transpose(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, "tl.trans"):
        if call.args:
            yield source.put((call, source.text(call.args[0])))
    for call in _calls(source, "tl.dot"):
        for operand in call.args[:2]:
            yield source.put((operand, f"tl.trans({source.text(operand)})"))


def indexed_block(source: Source, rng: Random) -> Iterator[str]:
    """A block indexed or sliced as if it were an array."""
    for call in _calls(source, "tl.load", "tl.sum", "tl.exp"):
        yield source.put((call, source.text(call) + rng.choice(("[0]", "[:16]", "[-1]", "[::2]"))))


MUTATIONS = placed(
    Domain.TRITON, Kind.SEMANTIC,
    wrong_broadcast_axis, missing_broadcast, extra_broadcast, missing_keep_dims, missing_axis, odd_arange, arange_start,
    wrong_block_name, swapped_shape, wrong_transpose, indexed_block,
)  # fmt: skip
