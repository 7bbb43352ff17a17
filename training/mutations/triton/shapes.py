"""Shapes that do not fit: broadcasts, kept dimensions, powers of two, operands of ``dot``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from random import Random

from backends.environment import Domain
from training.mutation import Kind
from training.mutations.python_source import Edit, Source, is_call, keyword, nodes, placed, without_argument


def _calls(source: Source, *names: str) -> list[ast.Call]:
    return [n for n in nodes(source.kernels(), ast.Call) if isinstance(n, ast.Call) and is_call(n, *names)]


def _broadcasts(source: Source) -> list[ast.Subscript]:
    """``x[:, None]`` and ``x[None, :]``."""
    found = [n for n in nodes(source.kernels(), ast.Subscript) if isinstance(n, ast.Subscript)]
    return [n for n in found if source.text(n.slice).strip("()") in (":, None", "None, :")]


def wrong_broadcast_axis(source: Source, rng: Random) -> Iterator[Edit]:
    for node in _broadcasts(source):
        new = "[None, :]" if source.text(node.slice).strip("()") == ":, None" else "[:, None]"
        yield lambda n=node, new=new: source.put((n, source.text(n.value) + new))


def missing_broadcast(source: Source, rng: Random) -> Iterator[Edit]:
    for node in _broadcasts(source):
        yield lambda n=node: source.put((n, source.text(n.value)))


def extra_broadcast(source: Source, rng: Random) -> Iterator[Edit]:
    for call in _calls(source, "tl.sum", "tl.max", "tl.arange", "tl.load"):
        yield lambda c=call: source.put((c, source.text(c) + rng.choice(("[:, None]", "[None, :]"))))


def missing_keep_dims(source: Source, rng: Random) -> Iterator[Edit]:
    for call in _calls(source, "tl.sum", "tl.max", "tl.min"):
        kept = keyword(call, "keep_dims")
        if kept is not None:
            yield lambda c=call, k=kept: without_argument(source, c, k)
        else:
            yield lambda c=call: source.put((c, source.text(c)[:-1] + ", keep_dims=True)"))


def missing_axis(source: Source, rng: Random) -> Iterator[Edit]:
    """A reduction over everything."""
    for call in _calls(source, "tl.sum", "tl.max", "tl.min"):
        axis = [*call.args[1:2], *[k for k in call.keywords if k.arg == "axis"]]
        if axis:
            yield lambda c=call, a=axis: without_argument(source, c, *a)


def odd_arange(source: Source, rng: Random) -> Iterator[Edit]:
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
                options = [f"{end} + 1", f"{end} - 1", str(rng.choice((100, 48, 96)))] + sizes[-1:]
                yield lambda c=call, o=options: source.put((c.args[1], rng.choice(o)))


def arange_start(source: Source, rng: Random) -> Iterator[Edit]:
    for call in _calls(source, "tl.arange"):
        if len(call.args) == 2:
            yield lambda c=call: source.put((c.args[0], "1"))
            yield lambda c=call: without_argument(source, c, c.args[0])


def wrong_block_name(source: Source, rng: Random) -> Iterator[Edit]:
    """BLOCK_M where BLOCK_N is meant."""
    for kernel in source.kernels():
        blocks = [a.arg for a in kernel.args.args if a.annotation is not None]
        for node in nodes(kernel.body, ast.Name):
            others = [b for b in blocks if isinstance(node, ast.Name) and node.id in blocks and b != node.id]
            if others:
                yield lambda n=node, o=others: source.put((n, rng.choice(o)))


def swapped_shape(source: Source, rng: Random) -> Iterator[Edit]:
    for call in _calls(source, "tl.zeros", "tl.full", "tl.reshape", "tl.broadcast_to"):
        shape = next((a for a in call.args if isinstance(a, (ast.Tuple, ast.List)) and len(a.elts) == 2), None)
        if shape is not None:
            yield lambda e=shape.elts: source.put((e[0], source.text(e[1])), (e[1], source.text(e[0])))
            yield lambda s=shape: source.put((s, f"({source.text(s.elts[0])},)"))


def wrong_transpose(source: Source, rng: Random) -> Iterator[Edit]:
    for call in _calls(source, "tl.trans"):
        if call.args:
            yield lambda c=call: source.put((c, source.text(c.args[0])))
    for call in _calls(source, "tl.dot"):
        for operand in call.args[:2]:
            yield lambda o=operand: source.put((o, f"tl.trans({source.text(o)})"))


def indexed_block(source: Source, rng: Random) -> Iterator[Edit]:
    """A block indexed or sliced as if it were an array."""
    for call in _calls(source, "tl.load", "tl.sum", "tl.exp"):
        yield lambda c=call: source.put((c, source.text(c) + rng.choice(("[0]", "[:16]", "[-1]", "[::2]"))))


MUTATIONS = placed(
    Domain.TRITON, Kind.SEMANTIC,
    wrong_broadcast_axis, missing_broadcast, extra_broadcast, missing_keep_dims, missing_axis, odd_arange, arange_start,
    wrong_block_name, swapped_shape, wrong_transpose, indexed_block,
)  # fmt: skip
