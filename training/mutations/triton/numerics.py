"""Wrong arithmetic in kernels: initial values, accumulation, reductions, types, loop bounds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from random import Random

from backends.environment import Domain
from training.mutation import Kind
from training.mutations.python_source import Source, is_call, keyword, nodes, placed, without_argument

_TYPES = ("tl.float16", "tl.float32", "tl.int32", "tl.bfloat16", "tl.int8", "tl.int64")


def _calls(source: Source, *names: str) -> list[ast.Call]:
    return [
        n for n in nodes(source.kernels(), ast.Call) if isinstance(n, ast.Call) and (not names or is_call(n, *names))
    ]


def wrong_initial_value(source: Source, rng: Random) -> Iterator[str]:
    """Zero where minus infinity is neutral, or the other way round."""
    for call in _calls(source, "tl.zeros"):
        shape = source.text(call.args[0]) if call.args else ""
        kind = source.text(call.args[1]) if len(call.args) > 1 else "dtype=tl.float32"
        if shape:
            yield source.put(
                (
                    call,
                    f"tl.full({shape}, {rng.choice(('1.0', '-float(' + chr(34) + 'inf' + chr(34) + ')'))}, {kind if '=' in kind else 'dtype=' + kind})",
                )
            )
    for node in nodes(source.kernels(), ast.Call):
        if isinstance(node, ast.Call) and source.text(node).replace("'", '"') in ('float("inf")', 'float("-inf")'):
            yield source.put((node, "0.0"))
    for node in nodes([s for k in source.kernels() for s in k.body], ast.Assign):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, float)
        ):
            yield source.put((node.value, "1.0" if node.value.value == 0 else "0.0"))


def missing_max_subtraction(source: Source, rng: Random) -> Iterator[str]:
    """``exp(x - max)`` without the maximum."""
    for call in _calls(source, "tl.exp", "tl.exp2"):
        if call.args and isinstance(call.args[0], ast.BinOp) and isinstance(call.args[0].op, ast.Sub):
            yield source.put((call.args[0], source.text(call.args[0].left)))
    for node in nodes(source.kernels(), ast.Assign):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.BinOp)
            and isinstance(node.value.op, ast.Sub)
            and "max" in source.text(node.value.right)
        ):
            yield source.put((node.value, source.text(node.value.left)))


def wrong_reduction(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, "tl.sum", "tl.max", "tl.min", "tl.maximum", "tl.minimum", "tl.argmax"):
        name = source.text(call.func)
        other = {
            "tl.sum": ("tl.max", "tl.min"), "tl.max": ("tl.sum", "tl.min"), "tl.min": ("tl.max", "tl.sum"),
            "tl.maximum": ("tl.minimum",), "tl.minimum": ("tl.maximum",), "tl.argmax": ("tl.argmin", "tl.max"),
        }[name]  # fmt: skip
        yield source.put((call.func, rng.choice(other)))


def wrong_reduction_axis(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(
        source, "tl.sum", "tl.max", "tl.min", "tl.argmax", "tl.cumsum", "tl.associative_scan", "tl.sort", "tl.softmax"
    ):
        named = keyword(call, "axis")
        axis = named.value if named is not None else call.args[1] if len(call.args) > 1 else None
        if isinstance(axis, ast.Constant) and axis.value in (0, 1):
            yield source.put((axis, str(1 - axis.value)))


def missing_accumulate(source: Source, rng: Random) -> Iterator[str]:
    """``acc += x`` becomes ``acc = x``."""
    for node in nodes(source.kernels(), ast.AugAssign):
        if isinstance(node, ast.AugAssign):
            target, value = source.text(node.target), source.text(node.value)
            yield source.put((node, f"{target} = {value}"))


def accumulator_not_passed(source: Source, rng: Random) -> Iterator[str]:
    """``acc = dot(a, b, acc)`` without its third argument; ``acc = maximum(acc, x)`` without the old value."""
    for call in _calls(source, "tl.dot"):
        extra = [*call.args[2:3], *[k for k in call.keywords if k.arg == "acc"]]
        if extra:
            yield without_argument(source, call, *extra)
    for node in nodes(source.kernels(), ast.Assign):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and is_call(node.value, "tl.maximum", "tl.minimum")
        ):
            target = source.text(node.targets[0])
            if target in [source.text(a) for a in node.value.args]:
                other = next((a for a in node.value.args if source.text(a) != target), None)
                if other is not None:
                    yield source.put((node.value, source.text(other)))


def accumulated_twice(source: Source, rng: Random) -> Iterator[str]:
    for node in nodes(source.kernels(), ast.Assign):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and is_call(node.value, "tl.dot")
            and len(node.value.args) > 2
        ):
            start = source.span(node.targets[0])[1]
            yield source.cut((start, source.span(node.value)[0], " += "))


def missing_rescale(source: Source, rng: Random) -> Iterator[str]:
    """A running sum that is not rescaled when the maximum changes; any factor forgotten."""
    for node in nodes(source.kernels(), ast.BinOp):
        if (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Mult)
            and "stride" not in source.text(node)
            and "BLOCK" not in source.text(node).upper()
        ):
            yield source.put((node, source.text(node.left)))


def swapped_operands(source: Source, rng: Random) -> Iterator[str]:
    for node in nodes(source.kernels(), ast.BinOp):
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod)):
            simple = (ast.Name, ast.Call, ast.Constant)
            if isinstance(node.left, simple) and isinstance(node.right, simple):
                yield source.put((node.left, source.text(node.right)), (node.right, source.text(node.left)))


def swapped_dot(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, "tl.dot", "tl.where"):
        a, b = (call.args[0], call.args[1]) if is_call(call, "tl.dot") else (call.args[1], call.args[2])
        yield source.put((a, source.text(b)), (b, source.text(a)))


def wrong_operator(source: Source, rng: Random) -> Iterator[str]:
    signs = {
        ast.Add: ("-", "*"),
        ast.Sub: ("+",),
        ast.Mult: ("+", "/"),
        ast.Div: ("*",),
        ast.FloorDiv: ("%", "/"),
        ast.Mod: ("//",),
    }
    for node in nodes([s for k in source.kernels() for s in k.body], ast.BinOp):
        if isinstance(node, ast.BinOp) and type(node.op) in signs:
            left, right = source.span(node.left)[1], source.span(node.right)[0]
            between = source.code[left:right]
            new = rng.choice(signs[type(node.op)])
            old = re.search(r"//|[+\-*/%]", between)
            if old:
                yield source.cut((left, right, between[: old.start()] + new + between[old.end() :]))


def wrong_constant(source: Source, rng: Random) -> Iterator[str]:
    for node in nodes([s for k in source.kernels() for s in k.body], ast.Constant):
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and node.value not in (0.0,):
            text = source.text(node)
            options = (
                str(-node.value),
                str(round(node.value * 10, 6)),
                str(round(node.value + 1, 6)),
                str(round(node.value / 2, 6)),
            )
            if text[0].isdigit():
                yield source.put((node, rng.choice(options)))


def missing_epsilon(source: Source, rng: Random) -> Iterator[str]:
    for node in nodes(source.kernels(), ast.BinOp):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and "eps" in source.text(node.right):
            yield source.put((node, source.text(node.left)))
            yield source.cut((source.span(node.left)[1], source.span(node.right)[0], " - "))


def missing_cast(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, ".to"):
        if isinstance(call.func, ast.Attribute):
            yield source.cut((source.span(call.func.value)[1], source.span(call)[1], ""))


def wrong_cast(source: Source, rng: Random) -> Iterator[str]:
    """Rounded to a type that cannot hold it, or computed in too small a type."""
    for node in nodes(source.kernels(), ast.Attribute):
        text = source.text(node)
        if text in _TYPES:
            yield source.put((node, rng.choice([x for x in _TYPES if x != text])))


def premature_cast(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, "tl.load", "tl.sum", "tl.exp"):
        yield source.put((call, f"{source.text(call)}.to({rng.choice(('tl.int32', 'tl.float16', 'tl.int8'))})"))


def wrong_function(source: Source, rng: Random) -> Iterator[str]:
    """A function of the same family: ``exp2`` for ``exp``, ``sqrt`` for ``rsqrt``."""
    other = {
        "tl.exp": ("tl.exp2", "tl.log"), "tl.exp2": ("tl.exp",), "tl.log": ("tl.log2", "tl.exp"), "tl.sqrt": ("tl.rsqrt",),
        "tl.rsqrt": ("tl.sqrt",), "tl.sigmoid": ("tl.exp",), "tl.erf": ("tl.exp",), "tl.abs": ("tl.floor",), "tl.sin": ("tl.cos",),
        "tl.cos": ("tl.sin",), "tl.floor": ("tl.ceil",), "tl.cumsum": ("tl.cumprod",), "tl.zeros": ("tl.zeros_like",), "tl.rand": ("tl.randn",),
    }  # fmt: skip
    for call in _calls(source):
        name = ast.unparse(call.func)
        if name in other:
            yield source.put((call.func, rng.choice(other[name])))


def wrong_loop_bound(source: Source, rng: Random) -> Iterator[str]:
    """The last block of the loop missing, one too many, a wrong start or step."""
    for loop in nodes(source.kernels(), ast.For):
        call = loop.iter if isinstance(loop, ast.For) else None
        if not isinstance(call, ast.Call) or not call.args:
            continue
        end = call.args[1] if len(call.args) > 1 else call.args[0]
        text = source.text(end)
        yield source.put((end, rng.choice((f"{text} - 1", f"{text} + 1"))))
        if is_call(end, "tl.cdiv") and isinstance(end, ast.Call):
            yield source.put((end, f"{source.text(end.args[0])} // {source.text(end.args[1])}"))
            yield source.put((end, source.text(end.args[0])))
        if len(call.args) > 1 and source.text(call.args[0]) == "0":
            yield source.put((call.args[0], "1"))
        if len(call.args) > 2:
            yield without_argument(source, call, call.args[2])
            yield source.put(
                (call.args[2], rng.choice((f"2 * {source.text(call.args[2])}", f"{source.text(call.args[2])} // 2")))
            )


def divided_by_block(source: Source, rng: Random) -> Iterator[str]:
    """A mean over the padded block instead of the real length."""
    for kernel in source.kernels():
        blocks = [a.arg for a in kernel.args.args if a.annotation is not None]
        for node in nodes([kernel], ast.BinOp):
            if (
                isinstance(node, ast.BinOp)
                and isinstance(node.op, ast.Div)
                and isinstance(node.right, ast.Name)
                and blocks
            ):
                yield source.put((node.right, blocks[0]))


def missing_where(source: Source, rng: Random) -> Iterator[str]:
    """Masked lanes that count in a reduction because ``where`` was forgotten."""
    for call in _calls(source, "tl.where"):
        if len(call.args) == 3:
            yield source.put((call, source.text(call.args[rng.choice((1, 1, 2))])))


MUTATIONS = placed(
    Domain.TRITON, Kind.SEMANTIC,
    wrong_initial_value, missing_max_subtraction, wrong_reduction, wrong_reduction_axis, missing_accumulate,
    accumulator_not_passed, accumulated_twice, missing_rescale, swapped_operands, swapped_dot, wrong_operator,
    wrong_constant, missing_epsilon, missing_cast, wrong_cast, premature_cast, wrong_function, wrong_loop_bound,
    divided_by_block, missing_where,
)  # fmt: skip
