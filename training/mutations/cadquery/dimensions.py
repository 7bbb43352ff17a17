"""Dimensions that do not fit the part: too large, negative, zero, of another unit, of another argument."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from random import Random

from backends.environment import Domain
from training.mutation import Kind
from training.mutations.python_source import Source, is_call, keyword, nodes, placed, without_argument


def calls(source: Source, *names: str) -> list[ast.Call]:
    """Calls of these methods (``.box``), or all."""
    return [n for n in nodes([source.tree], ast.Call) if isinstance(n, ast.Call) and (not names or is_call(n, *names))]


def _numbers(source: Source) -> list[tuple[ast.Constant, float]]:
    """Every number of the script that is no index, count or switch, with its place."""
    return [
        (node, node.value)
        for node in nodes([source.tree], ast.Constant)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, (int, float))
        and not isinstance(node.value, bool)
        and node.value not in (0, 1, 2, 90, 180, 360)
    ]


def _scaled(source: Source, rng: Random, call: ast.Call, factors: tuple[float, ...], at: int = 0) -> str | None:
    if len(call.args) <= at:
        return None
    argument = call.args[at]
    factor = rng.choice(factors)
    text = source.text(argument)
    if isinstance(argument, ast.Constant) and isinstance(argument.value, (int, float)):
        new = repr(round(argument.value * factor, 4))
    elif isinstance(argument, (ast.Name, ast.Attribute)):
        new = f"{text} * {factor:g}"
    else:
        new = f"({text}) * {factor:g}"
    return source.put((argument, new))


def _each(
    source: Source, rng: Random, names: tuple[str, ...], factors: tuple[float, ...], at: int = 0
) -> Iterator[str]:
    for call in calls(source, *names):
        edit = _scaled(source, rng, call, factors, at)
        if edit is not None:
            yield edit


def fillet_too_large(source: Source, rng: Random) -> Iterator[str]:
    yield from _each(source, rng, (".fillet",), (2, 4, 8, 15, 30))


def chamfer_too_large(source: Source, rng: Random) -> Iterator[str]:
    yield from _each(source, rng, (".chamfer",), (3, 8, 15, 30))


def shell_too_thick(source: Source, rng: Random) -> Iterator[str]:
    yield from _each(source, rng, (".shell",), (4, 8, 15, 30))


def shell_sign(source: Source, rng: Random) -> Iterator[str]:
    for call in calls(source, ".shell"):
        if call.args:
            text = source.text(call.args[0])
            yield source.put((call.args[0], text[1:] if text.startswith("-") else f"-{text}"))


def hole_too_large(source: Source, rng: Random) -> Iterator[str]:
    """A hole as large as the part or larger; a radius given as a diameter."""
    yield from _each(source, rng, (".hole", ".cboreHole", ".cskHole"), (2, 3, 6, 12, 30))


def counterbore_too_small(source: Source, rng: Random) -> Iterator[str]:
    """The counterbore smaller than its hole, or deeper than the part."""
    yield from _each(source, rng, (".cboreHole", ".cskHole"), (0.3, 0.5, 4), 1)
    yield from _each(source, rng, (".cboreHole",), (5, 20, 0), 2)


def radius_for_diameter(source: Source, rng: Random) -> Iterator[str]:
    """``circle(d)`` instead of ``circle(d / 2)``, or the other way round."""
    for call in calls(source, ".circle", ".polarArray"):
        if not call.args:
            continue
        argument = call.args[0]
        if isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Div):
            yield source.put((argument, source.text(argument.left)))
        else:
            text = source.text(argument)
            yield source.put(
                (
                    argument,
                    f"{text} / 2" if isinstance(argument, (ast.Name, ast.Attribute, ast.Constant)) else f"({text}) / 2",
                )
            )
    for call in calls(source, ".hole"):
        if call.args:
            yield source.put(
                (
                    call.args[0],
                    f"{source.text(call.args[0])} / 2"
                    if not isinstance(call.args[0], ast.BinOp)
                    else f"({source.text(call.args[0])}) / 2",
                )
            )


def wrong_unit(source: Source, rng: Random) -> Iterator[str]:
    """Centimetres or inches for millimetres in one number."""
    for node, value in _numbers(source):
        factor = rng.choice((10, 0.1, 25.4, 100, 0.0393700787))
        yield source.put((node, repr(round(value * factor, 4))))


def slightly_other(source: Source, rng: Random) -> Iterator[str]:
    """Another size: still a part, with other numbers."""
    for node, value in _numbers(source):
        factor = rng.choice((0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 2))
        new = value * factor
        yield source.put((node, repr(max(1, round(new)) if isinstance(value, int) else round(new, 3))))


def negative_dimension(source: Source, rng: Random) -> Iterator[str]:
    for node, _value in _numbers(source):
        yield source.put((node, f"-{source.text(node)}"))


def zero_dimension(source: Source, rng: Random) -> Iterator[str]:
    for node, _value in _numbers(source):
        yield source.put((node, rng.choice(("0", "0.0"))))


def zero_length_extrude(source: Source, rng: Random) -> Iterator[str]:
    for call in calls(source, ".extrude", ".cutBlind", ".workplane"):
        if call.args:
            yield source.put((call.args[0], "0"))


def wrong_direction(source: Source, rng: Random) -> Iterator[str]:
    """Extruded or cut the other way."""
    for call in calls(source, ".extrude", ".cutBlind", ".sweep"):
        if call.args:
            text = source.text(call.args[0])
            plain = isinstance(call.args[0], (ast.Name, ast.Constant, ast.Attribute))
            yield source.put(
                (call.args[0], text[1:] if text.startswith("-") else f"-{text}" if plain else f"-({text})")
            )


def swapped_arguments(source: Source, rng: Random) -> Iterator[str]:
    """Two neighbouring arguments of an operation exchanged."""
    for call in calls(source):
        if isinstance(call.func, ast.Attribute) and call.func.attr not in ("range",):
            for a, b in pairwise(call.args):
                yield source.put((a, source.text(b)), (b, source.text(a)))


def swapped_parameters(source: Source, rng: Random) -> Iterator[str]:
    """The values of two parameters exchanged."""
    found = [
        s for s in source.tree.body
        if isinstance(s, ast.Assign) and isinstance(s.value, ast.Constant) and isinstance(s.value.value, (int, float))
    ]  # fmt: skip
    for a, b in pairwise(found):
        yield source.put((a.value, source.text(b.value)), (b.value, source.text(a.value)))
    for function in source.functions():
        values = [d for d in function.args.defaults if isinstance(d, ast.Constant)]
        for x, y in pairwise(values):
            yield source.put((x, source.text(y)), (y, source.text(x)))


def wrong_sign(source: Source, rng: Random) -> Iterator[str]:
    for node in nodes([source.tree], ast.BinOp):
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
            left, right = source.span(node.left)[1], source.span(node.right)[0]
            between = source.code[left:right]
            new = between.replace("+", "@").replace("-", "+").replace("@", "-")
            yield source.cut((left, right, new))


def wrong_factor(source: Source, rng: Random) -> Iterator[str]:
    """Half forgotten, or twice."""
    for node in nodes([source.tree], ast.BinOp):
        if (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, (ast.Div, ast.Mult))
            and isinstance(node.right, ast.Constant)
        ):
            yield source.put(
                (
                    node,
                    source.text(node.left)
                    if source.text(node).count("(") == source.text(node).count(")")
                    else source.text(node),
                )
            )
            yield source.put((node.right, rng.choice(("4", "3", "0.5", "10"))))


def count_off_by_one(source: Source, rng: Random) -> Iterator[str]:
    """One element too many or too few in an array or loop."""
    for call in calls(source, "range", ".rarray", ".polarArray", ".polygon"):
        at = {"rarray": 2, "polarArray": 3}.get(getattr(call.func, "attr", ""), 0)
        indices = (2, 3) if at == 2 else (at,)
        for index in indices:
            if len(call.args) > index:
                text = source.text(call.args[index])
                yield source.put(
                    (
                        call.args[index],
                        f"{text} {rng.choice(('+ 1', '- 1'))}"
                        if not text.isdigit()
                        else str(int(text) + rng.choice((1, -1))),
                    )
                )


def count_zero(source: Source, rng: Random) -> Iterator[str]:
    for call in calls(source, ".rarray", ".polarArray", ".polygon"):
        at = {"rarray": 2, "polarArray": 3}.get(getattr(call.func, "attr", ""), 0)
        if len(call.args) > at:
            yield source.put((call.args[at], rng.choice(("0", "2", "1", "2.5"))))


def wrong_angle(source: Source, rng: Random) -> Iterator[str]:
    """Radians for degrees, a half turn for a whole one."""
    for node in nodes([source.tree], ast.Constant):
        if isinstance(node, ast.Constant) and node.value in (360, 360.0, 180, 90, 45, 30):
            yield source.put((node, rng.choice(("180", "270", "2 * 3.14159", "0", "720", "90"))))


def not_finite(source: Source, rng: Random) -> Iterator[str]:
    for node, _value in _numbers(source):
        yield source.put((node, rng.choice(('float("nan")', 'float("inf")', "None", f'"{source.text(node)}"', "1e6"))))


def offset_pattern(source: Source, rng: Random) -> Iterator[str]:
    """A pattern or cut moved off the part."""
    for call in calls(source, ".center", ".moveTo", ".translate", ".pushPoints"):
        for node in nodes(call.args, (ast.Constant, ast.Name, ast.Attribute)):
            if isinstance(node, ast.Constant) and type(node.value) not in (int, float):
                continue
            yield source.put((node, f"{source.text(node)} + {rng.choice((20, 50, 100, 200))}"))


def missing_dimension(source: Source, rng: Random) -> Iterator[str]:
    for call in calls(
        source,
        ".box",
        ".rect",
        ".cylinder",
        ".circle",
        ".extrude",
        ".hole",
        ".fillet",
        ".cboreHole",
        ".rarray",
        ".polarArray",
    ):
        if call.args:
            yield without_argument(source, call, call.args[-1])


def missing_centered(source: Source, rng: Random) -> Iterator[str]:
    for call in calls(source, ".box", ".cylinder", ".rect"):
        given = keyword(call, "centered")
        if given is not None:
            yield without_argument(source, call, given)
        else:
            yield source.put((call, source.text(call)[:-1].rstrip().rstrip(",") + ", centered=False)"))


MUTATIONS = placed(
    Domain.CADQUERY, Kind.SEMANTIC,
    fillet_too_large, chamfer_too_large, shell_too_thick, shell_sign, hole_too_large, counterbore_too_small,
    radius_for_diameter, wrong_unit, slightly_other, negative_dimension, zero_dimension, zero_length_extrude,
    wrong_direction, swapped_arguments, swapped_parameters, wrong_sign, wrong_factor, count_off_by_one, count_zero,
    wrong_angle, not_finite, offset_pattern, missing_dimension, missing_centered,
)  # fmt: skip
