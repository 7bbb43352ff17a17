"""Loads and stores at the wrong place, of the wrong extent, or without their mask."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from random import Random

from backends.environment import Domain
from training.mutation import Kind
from training.mutations.python_source import Edit, Source, is_call, keyword, nodes, placed, without_argument


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


def missing_load_mask(source: Source, rng: Random) -> Iterator[Edit]:
    for call in _calls(source, "tl.load"):
        mask = _mask_of(call)
        if mask is not None:
            gone = [mask, *[k for k in call.keywords if k.arg == "other"], *call.args[2:]]
            yield lambda c=call, g=gone: without_argument(source, c, *g)


def missing_store_mask(source: Source, rng: Random) -> Iterator[Edit]:
    for call in _calls(source, "tl.store"):
        mask = _mask_of(call)
        if mask is not None:
            yield lambda c=call, m=mask: without_argument(source, c, m)


def missing_other(source: Source, rng: Random) -> Iterator[Edit]:
    for call in _calls(source, "tl.load"):
        other = keyword(call, "other")
        if other is not None:
            yield lambda c=call, o=other: without_argument(source, c, o)


def wrong_other(source: Source, rng: Random) -> Iterator[Edit]:
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
            yield lambda o=other, n=rng.choice(options): source.put((o.value, n))


def mask_off_by_one(source: Source, rng: Random) -> Iterator[Edit]:
    for mask in _masks(source):
        for node in nodes([mask], ast.Compare):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Lt):
                left, right = source.text(node.left), source.text(node.comparators[0])
                yield lambda n=node, left=left, right=right: source.put((n, f"{left} <= {right}"))


def mask_inverted(source: Source, rng: Random) -> Iterator[Edit]:
    opposite = {ast.Lt: ">=", ast.GtE: "<", ast.Gt: "<=", ast.LtE: ">"}
    for node in nodes(source.kernels(), ast.Compare):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in opposite:
            left, right = source.text(node.left), source.text(node.comparators[0])
            sign = opposite[type(node.ops[0])]
            yield lambda n=node, left=left, right=right, sign=sign: source.put((n, f"{left} {sign} {right}"))


def mask_wrong_bound(source: Source, rng: Random) -> Iterator[Edit]:
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
                    yield lambda b=bound, o=others: source.put((b, rng.choice(o)))


def mask_or_for_and(source: Source, rng: Random) -> Iterator[Edit]:
    for mask in _masks(source):
        for node in nodes([mask], ast.BinOp):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
                left, right = source.text(node.left), source.text(node.right)
                gap = source.code[source.span(node.left)[1] : source.span(node.right)[0]]
                yield lambda n=node, g=gap, left=left, right=right: source.cut(
                    (
                        *source.span(n),
                        source.code[source.span(n)[0] : source.span(n.left)[1]]
                        + g.replace("&", "|")
                        + source.code[source.span(n.right)[0] : source.span(n)[1]],
                    )
                )


def mask_half(source: Source, rng: Random) -> Iterator[Edit]:
    """Only one of two axes is checked."""
    for mask in _masks(source):
        if isinstance(mask, ast.BinOp) and isinstance(mask.op, ast.BitAnd):
            yield lambda m=mask: source.put((m, source.text(rng.choice((m.left, m.right)))))


def swapped_mask_bounds(source: Source, rng: Random) -> Iterator[Edit]:
    """M and N exchanged in one mask."""
    for mask in _masks(source):
        bounds = [n.comparators[0] for n in nodes([mask], ast.Compare) if isinstance(n, ast.Compare)]
        if len(bounds) == 2 and all(isinstance(b, ast.Name) for b in bounds):
            yield lambda b=bounds: source.put((b[0], source.text(b[1])), (b[1], source.text(b[0])))


# Addresses ------------------------------------------------------------------------------------------------------------


def _strides(source: Source) -> list[ast.Name]:
    return [
        n
        for n in nodes([s for k in source.kernels() for s in k.body], ast.Name)
        if isinstance(n, ast.Name) and "stride" in n.id
    ]


def swapped_strides(source: Source, rng: Random) -> Iterator[Edit]:
    """The two strides of one address exchanged."""
    for statement in [s for block in source.blocks() for s in block if not hasattr(s, "body")]:
        used = [n for n in nodes([statement], ast.Name) if isinstance(n, ast.Name) and "stride" in n.id]
        for a, b in zip(used, used[1:], strict=False):
            if a.id != b.id:
                yield lambda a=a, b=b: source.put((a, b.id), (b, a.id))


def stride_of_other_tensor(source: Source, rng: Random) -> Iterator[Edit]:
    used = _strides(source)
    for node in used:
        others = sorted({n.id for n in used if n.id != node.id})
        if others:
            yield lambda n=node, o=others: source.put((n, rng.choice(o)))


def missing_stride(source: Source, rng: Random) -> Iterator[Edit]:
    """``row * stride`` becomes ``row``."""
    for node in nodes(source.kernels(), ast.BinOp):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            for side, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(side, ast.Name) and "stride" in side.id:
                    yield lambda n=node, o=other: source.put((n, source.text(o)))


def offset_off_by_one(source: Source, rng: Random) -> Iterator[Edit]:
    for call in _calls(source, "tl.load", "tl.store"):
        pointer = call.args[0] if call.args else None
        if isinstance(pointer, ast.BinOp):
            yield lambda p=pointer: source.put((p, f"{source.text(p)} {rng.choice(('+', '-', '+'))} 1"))


def block_offset_wrong(source: Source, rng: Random) -> Iterator[Edit]:
    """``pid * BLOCK + arange`` without its block, without its program, or with one of them added."""
    for node in nodes(source.kernels(), ast.BinOp):
        if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)):
            continue
        left, right = source.text(node.left), source.text(node.right)
        if right.isupper() and right.isidentifier() and "stride" not in right.lower():
            options = (left, f"{left} + {right}", f"({left} + 1) * {right}", f"{left} * {right} // 2", right)
            yield lambda n=node, o=options: source.put((n, rng.choice(o)))


def wrong_pointer(source: Source, rng: Random) -> Iterator[Edit]:
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
                yield lambda n=node, o=others: source.put((n, rng.choice(o)))


def missing_base_offset(source: Source, rng: Random) -> Iterator[Edit]:
    """One of the terms of an address forgotten."""
    for call in _calls(source, "tl.load", "tl.store", "tl.atomic_add"):
        for node in nodes(call.args[:1], ast.BinOp):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
                start = source.code[source.span(node)[0] : source.span(node.left)[1]]
                if start.count("(") == start.count(")"):
                    yield lambda n=node: source.put((n, source.text(n.left)))


def stale_pointer(source: Source, rng: Random) -> Iterator[Edit]:
    """A pointer or counter that is not advanced in the loop."""
    for loop in nodes(source.kernels(), (ast.For, ast.While)):
        for statement in getattr(loop, "body", []):
            if isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add):
                yield lambda s=statement: source.without_statement(s)


def wrong_advance(source: Source, rng: Random) -> Iterator[Edit]:
    """Advanced by the block without the stride, by the wrong block, or backwards."""
    for node in nodes(source.kernels(), ast.AugAssign):
        if (
            isinstance(node, ast.AugAssign)
            and isinstance(node.value, ast.BinOp)
            and "stride" in source.text(node.value)
        ):
            parts = (source.text(node.value.left), source.text(node.value.right))
            yield lambda n=node, p=parts: source.put((n.value, rng.choice(p)))
            yield lambda n=node: source.put((n, source.text(n).replace("+=", "-=", 1)))


def store_for_atomic(source: Source, rng: Random) -> Iterator[Edit]:
    """Programs that overwrite each other's sums."""
    for call in _calls(source, "tl.atomic_add", "tl.atomic_max", "tl.atomic_min"):
        yield lambda c=call: source.put((c.func, "tl.store"))


def atomic_for_store(source: Source, rng: Random) -> Iterator[Edit]:
    for call in _calls(source, "tl.store"):
        yield lambda c=call: source.put((c.func, "tl.atomic_add"))


def load_for_pointer(source: Source, rng: Random) -> Iterator[Edit]:
    """Computes with the addresses, because the load was forgotten."""
    for call in _calls(source, "tl.load"):
        if call.args:
            yield lambda c=call: source.put(
                (c, source.text(c.args[0]) if not isinstance(c.args[0], ast.BinOp) else f"({source.text(c.args[0])})")
            )


MUTATIONS = placed(
    Domain.TRITON, Kind.SEMANTIC,
    missing_load_mask, missing_store_mask, missing_other, wrong_other, mask_off_by_one, mask_inverted, mask_wrong_bound,
    mask_or_for_and, mask_half, swapped_mask_bounds, swapped_strides, stride_of_other_tensor, missing_stride,
    offset_off_by_one, block_offset_wrong, wrong_pointer, missing_base_offset, stale_pointer, wrong_advance,
    store_for_atomic, atomic_for_store, load_for_pointer,
)  # fmt: skip
