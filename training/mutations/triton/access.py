"""Loads and stores at the wrong place, of the wrong extent, or without their mask."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from random import Random

from backends.environment import Domain
from training.mutation import Kind
from training.mutations.python_source import Source, is_call, keyword, nodes, placed, without_argument


def _calls(source: Source, *names: str) -> list[ast.Call]:
    return [n for n in nodes(source.kernels(), ast.Call) if isinstance(n, ast.Call) and is_call(n, *names)]


def _mask_of(call: ast.Call) -> ast.AST | None:
    """The keyword, or the positional argument after pointer (and value)."""
    named = keyword(call, "mask")
    if named is not None:
        return named
    at = 2 if is_call(call, "tl.store") else 1
    return call.args[at] if len(call.args) > at else None


def _masks(source: Source) -> Iterator[ast.expr]:
    """Expressions that are masks: arguments, and what is assigned to names used as arguments."""
    names = set()
    for call in _calls(source, "tl.load", "tl.store", "tl.atomic_add", "tl.where"):
        found = _mask_of(call) if not is_call(call, "tl.where") else call.args[0]
        value = found.value if isinstance(found, ast.keyword) else found
        if isinstance(value, ast.Name):
            names.add(value.id)
        elif isinstance(value, ast.expr):
            yield value
    for node in nodes(source.kernels(), ast.Assign):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in names:
            yield node.value


def missing_load_mask(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, "tl.load"):
        mask = _mask_of(call)
        if mask is not None:
            gone = [mask, *[k for k in call.keywords if k.arg == "other"], *call.args[2:]]
            yield without_argument(source, call, *gone)


def missing_store_mask(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, "tl.store"):
        mask = _mask_of(call)
        if mask is not None:
            yield without_argument(source, call, mask)


def missing_other(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, "tl.load"):
        other = keyword(call, "other")
        if other is not None:
            yield without_argument(source, call, other)


def wrong_other(source: Source, rng: Random) -> Iterator[str]:
    """The neutral element of another reduction."""
    for call in _calls(source, "tl.load"):
        other = keyword(call, "other")
        if other is not None:
            text = source.text(other.value)
            options = (
                ("1.0", "0.0")
                if "inf" in text or "1e" in text or "1.0e" in text
                else ('-float("inf")', "1.0", 'float("inf")')
            )
            yield source.put((other.value, rng.choice(options)))


def mask_off_by_one(source: Source, rng: Random) -> Iterator[str]:
    for mask in _masks(source):
        for node in nodes([mask], ast.Compare):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Lt):
                left, right = source.text(node.left), source.text(node.comparators[0])
                yield source.put((node, f"{left} <= {right}"))


def mask_inverted(source: Source, rng: Random) -> Iterator[str]:
    opposite = {ast.Lt: ">=", ast.GtE: "<", ast.Gt: "<=", ast.LtE: ">"}
    for node in nodes(source.kernels(), ast.Compare):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in opposite:
            left, right = source.text(node.left), source.text(node.comparators[0])
            sign = opposite[type(node.ops[0])]
            yield source.put((node, f"{left} {sign} {right}"))


def mask_wrong_bound(source: Source, rng: Random) -> Iterator[str]:
    """Compared with another size, or with the block instead of the tensor."""
    for kernel in source.kernels():
        names = [
            a.arg for a in kernel.args.args if not a.arg.lower().endswith(("ptr", "ptrs")) and "stride" not in a.arg
        ]
        for mask in _masks(source):
            for node in nodes([mask], ast.Compare):
                bound = node.comparators[0] if isinstance(node, ast.Compare) else None
                others = [n for n in names if isinstance(bound, ast.Name) and bound.id in names and n != bound.id]
                if isinstance(bound, ast.Name) and others:
                    yield source.put((bound, rng.choice(others)))


def mask_or_for_and(source: Source, rng: Random) -> Iterator[str]:
    for mask in _masks(source):
        for node in nodes([mask], ast.BinOp):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
                gap = source.code[source.span(node.left)[1] : source.span(node.right)[0]]
                yield source.cut(
                    (
                        *source.span(node),
                        source.code[source.span(node)[0] : source.span(node.left)[1]]
                        + gap.replace("&", "|")
                        + source.code[source.span(node.right)[0] : source.span(node)[1]],
                    )
                )


def mask_half(source: Source, rng: Random) -> Iterator[str]:
    """Only one of two axes is checked."""
    for mask in _masks(source):
        if isinstance(mask, ast.BinOp) and isinstance(mask.op, ast.BitAnd):
            yield source.put((mask, source.text(rng.choice((mask.left, mask.right)))))


def swapped_mask_bounds(source: Source, rng: Random) -> Iterator[str]:
    """M and N exchanged in one mask."""
    for mask in _masks(source):
        bounds = [n.comparators[0] for n in nodes([mask], ast.Compare) if isinstance(n, ast.Compare)]
        if len(bounds) == 2 and all(isinstance(b, ast.Name) for b in bounds):
            yield source.put((bounds[0], source.text(bounds[1])), (bounds[1], source.text(bounds[0])))


# Addresses ------------------------------------------------------------------------------------------------------------


def _strides(source: Source) -> list[ast.Name]:
    return [
        n
        for n in nodes([s for k in source.kernels() for s in k.body], ast.Name)
        if isinstance(n, ast.Name) and "stride" in n.id
    ]


def swapped_strides(source: Source, rng: Random) -> Iterator[str]:
    """The two strides of one address exchanged."""
    for statement in [s for block in source.blocks() for s in block if not hasattr(s, "body")]:
        used = [n for n in nodes([statement], ast.Name) if isinstance(n, ast.Name) and "stride" in n.id]
        for a, b in pairwise(used):
            if a.id != b.id:
                yield source.put((a, b.id), (b, a.id))


def stride_of_other_tensor(source: Source, rng: Random) -> Iterator[str]:
    used = _strides(source)
    for node in used:
        others = sorted({n.id for n in used if n.id != node.id})
        if others:
            yield source.put((node, rng.choice(others)))


def missing_stride(source: Source, rng: Random) -> Iterator[str]:
    """``row * stride`` becomes ``row``."""
    for node in nodes(source.kernels(), ast.BinOp):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            for side, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(side, ast.Name) and "stride" in side.id:
                    yield source.put((node, source.text(other)))


def offset_off_by_one(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, "tl.load", "tl.store"):
        pointer = call.args[0] if call.args else None
        if isinstance(pointer, ast.BinOp):
            yield source.put((pointer, f"{source.text(pointer)} {rng.choice(('+', '-', '+'))} 1"))


def block_offset_wrong(source: Source, rng: Random) -> Iterator[str]:
    """``pid * BLOCK + arange`` without its block, without its program, or with one of them added."""
    for node in nodes(source.kernels(), ast.BinOp):
        if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)):
            continue
        left, right = source.text(node.left), source.text(node.right)
        if right.isupper() and right.isidentifier() and "stride" not in right.lower():
            options = (left, f"{left} + {right}", f"({left} + 1) * {right}", f"{left} * {right} // 2", right)
            yield source.put((node, rng.choice(options)))


def wrong_pointer(source: Source, rng: Random) -> Iterator[str]:
    """Reads or writes the tensor of another argument."""
    for kernel in source.kernels():
        pointers = [a.arg for a in kernel.args.args if a.annotation is None][:6]
        used = [
            n for c in nodes([kernel], ast.Call) if is_call(c, "tl.load", "tl.store") and isinstance(c, ast.Call) and c.args
            for n in nodes([c.args[0]], ast.Name) if isinstance(n, ast.Name)
        ]  # fmt: skip
        bases = sorted({n.id for n in used if n.id in pointers and "stride" not in n.id})
        for node in used:
            others = [b for b in bases if b != node.id]
            if node.id in bases and others:
                yield source.put((node, rng.choice(others)))


def missing_base_offset(source: Source, rng: Random) -> Iterator[str]:
    """One of the terms of an address forgotten."""
    for call in _calls(source, "tl.load", "tl.store", "tl.atomic_add"):
        for node in nodes(call.args[:1], ast.BinOp):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
                start = source.code[source.span(node)[0] : source.span(node.left)[1]]
                if start.count("(") == start.count(")"):
                    yield source.put((node, source.text(node.left)))


def stale_pointer(source: Source, rng: Random) -> Iterator[str]:
    """A pointer or counter that is not advanced in the loop."""
    for loop in nodes(source.kernels(), (ast.For, ast.While)):
        for statement in getattr(loop, "body", []):
            if isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add):
                yield source.without_statement(statement)


def wrong_advance(source: Source, rng: Random) -> Iterator[str]:
    """Advanced by the block without the stride, by the wrong block, or backwards."""
    for node in nodes(source.kernels(), ast.AugAssign):
        if (
            isinstance(node, ast.AugAssign)
            and isinstance(node.value, ast.BinOp)
            and "stride" in source.text(node.value)
        ):
            parts = (source.text(node.value.left), source.text(node.value.right))
            yield source.put((node.value, rng.choice(parts)))
            yield source.put((node, source.text(node).replace("+=", "-=", 1)))


def store_for_atomic(source: Source, rng: Random) -> Iterator[str]:
    """Programs that overwrite each other's sums."""
    for call in _calls(source, "tl.atomic_add", "tl.atomic_max", "tl.atomic_min"):
        yield source.put((call.func, "tl.store"))


def atomic_for_store(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, "tl.store"):
        yield source.put((call.func, "tl.atomic_add"))


def load_for_pointer(source: Source, rng: Random) -> Iterator[str]:
    """Computes with the addresses, because the load was forgotten."""
    for call in _calls(source, "tl.load"):
        if call.args:
            yield source.put(
                (
                    call,
                    source.text(call.args[0])
                    if not isinstance(call.args[0], ast.BinOp)
                    else f"({source.text(call.args[0])})",
                )
            )


MUTATIONS = placed(
    Domain.TRITON, Kind.SEMANTIC,
    missing_load_mask, missing_store_mask, missing_other, wrong_other, mask_off_by_one, mask_inverted, mask_wrong_bound,
    mask_or_for_and, mask_half, swapped_mask_bounds, swapped_strides, stride_of_other_tensor, missing_stride,
    offset_off_by_one, block_offset_wrong, wrong_pointer, missing_base_offset, stale_pointer, wrong_advance,
    store_for_atomic, atomic_for_store, load_for_pointer,
)  # fmt: skip
