"""Harmless changes of a CadQuery script: chains split, parameters inlined."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from random import Random

from backends.environment import Domain
from training.mutation import Kind
from training.mutations.python_source import Source, nodes, placed

_SOLID = (
    "box",
    "extrude",
    "hole",
    "cut",
    "union",
    "cutThruAll",
    "cutBlind",
    "revolve",
    "fillet",
    "chamfer",
    "shell",
    "loft",
    "sweep",
)


def split_chain(source: Source, rng: Random) -> Iterator[str]:
    """``part = a.b().c()`` in two statements, after an operation that leaves a solid."""
    for block in source.blocks():
        for statement in block:
            if not (isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)):
                continue
            name = statement.targets[0].id
            start, end = source.span(statement)
            line = source.code.rfind("\n", 0, start) + 1
            space = source.code[line:start]
            call: ast.AST = statement.value
            while isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                inner = call.func.value
                solid = (
                    isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) and inner.func.attr in _SOLID
                )
                if solid and not space.strip():
                    first, rest = (
                        source.text(inner),
                        source.code[source.span(inner)[1] : source.span(statement.value)[1]],
                    )
                    if "\n" in first:
                        first = f"({first})"
                    later = f"({name}{rest})" if "\n" in rest else f"{name}{rest}"
                    yield source.cut((start, end, f"{name} = {first}\n{space}{name} = {later}"))
                call = inner


def inline_parameter(source: Source, rng: Random) -> Iterator[str]:
    """A number written out where its name stood."""
    for statement in source.tree.body:
        if (
            isinstance(statement, ast.Assign)
            and isinstance(statement.targets[0], ast.Name)
            and isinstance(statement.value, ast.Constant)
        ):
            name = statement.targets[0].id
            if isinstance(statement.value.value, (int, float)):
                stored = [
                    n
                    for n in nodes([source.tree], ast.Name)
                    if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store)
                ]
                used = [
                    n
                    for n in nodes([source.tree], ast.Name)
                    if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load)
                ]
                if len(stored) == 1 and used:
                    yield source.put(*((n, source.text(statement.value)) for n in used))


def explicit_defaults(source: Source, rng: Random) -> Iterator[str]:
    """What an argument is anyway, said aloud."""
    said = {
        "extrude": "combine=True",
        "cut": "clean=True",
        "union": "clean=True",
        "workplane": "invert=False",
        "faces": "tag=None",
        "edges": "tag=None",
    }
    for call in nodes([source.tree], ast.Call):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in said
            and call.args
            and not call.keywords
        ):
            yield source.put((call, f"{source.text(call)[:-1].rstrip().rstrip(',')}, {said[call.func.attr]})"))


def add_parameter(source: Source, rng: Random) -> Iterator[str]:
    """A number given a name at the top."""
    functions = [n for f in source.functions() for n in ast.walk(f)]
    imports = [s for s in source.tree.body if isinstance(s, (ast.Import, ast.ImportFrom))]
    if not imports:
        return
    at = source.code.find("\n", source.span(imports[-1])[1]) + 1
    for call in nodes([source.tree], ast.Call):
        if not isinstance(call, ast.Call) or call in functions:
            continue
        for argument in call.args:
            name = rng.choice(("size_a", "dim_1", "value_a", "EXTRA", "k1"))
            if (
                isinstance(argument, ast.Constant)
                and type(argument.value) in (int, float)
                and name not in source.code
                and source.span(argument)[0] > at > 0
            ):
                yield source.cut((*source.span(argument), name), (at, at, f"\n{name} = {source.text(argument)}\n"))


MUTATIONS = placed(Domain.CADQUERY, Kind.REWRITE, split_chain, inline_parameter, explicit_defaults, add_parameter)
