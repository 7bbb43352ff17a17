"""Changes of a Python text that change nothing it does: names, comments, layout, order of independent statements."""

from __future__ import annotations

import ast
import builtins
import re
from itertools import pairwise
from random import Random

from backends.environment import Domain
from training.generators.renaming import names_of, substituted
from training.mutation import Kind, Mutation
from training.mutations.python_source import Source, nodes, one_of

_REMARKS = (
    "TODO: tune this", "see the paper", "keep in sync with the caller", "checked by hand", "units: mm", "note the order",
    "from the reference implementation", "do not change", "main part", "step",
)  # fmt: skip


def rename_local(code: str, rng: Random) -> str | None:
    """A variable renamed everywhere."""
    source = Source.of(code)
    if source is None:
        return None
    taken = names_of(code)
    keyword_names = {k.arg for k in ast.walk(source.tree) if isinstance(k, ast.keyword)}
    attributes = {n.attr for n in ast.walk(source.tree) if isinstance(n, ast.Attribute)}
    parameters = {a.arg for f in source.functions() for a in f.args.args}
    strings = {n.value for n in ast.walk(source.tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    found = sorted(
        {n.id for n in ast.walk(source.tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        - keyword_names - attributes - parameters - strings - {"result"} - set(dir(builtins))
    )  # fmt: skip
    if not found or any(isinstance(n, (ast.Global, ast.Nonlocal, ast.JoinedStr)) for n in ast.walk(source.tree)):
        return None
    name = rng.choice(found)
    new = rng.choice((f"{name}_", f"{name}0", f"the_{name}", f"{name}_val", f"my_{name}", f"_{name}", f"{name}2"))
    return None if new in taken else substituted(code, {name: new})


def add_comment(code: str, rng: Random) -> str | None:
    lines = code.splitlines(keepends=True)
    source = Source.of(code)
    if source is None:
        return None
    starts = sorted({s.lineno for block in source.blocks() for s in block if not getattr(s, "decorator_list", None)})
    if not starts:
        return None
    at = rng.choice(starts) - 1
    space = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    return "".join([*lines[:at], f"{space}# {rng.choice(_REMARKS)}\n", *lines[at:]])


def drop_comments(code: str, rng: Random) -> str | None:
    new = re.sub(r"^[ \t]*#(?!\s*hardsight).*\n", "", code, flags=re.MULTILINE)
    return None if new == code else new


def blank_lines(code: str, rng: Random) -> str | None:
    source = Source.of(code)
    if source is None:
        return None
    lines = code.splitlines(keepends=True)
    starts = [s.lineno - 1 for block in source.blocks() for s in block[1:] if not getattr(s, "decorator_list", None)]
    if rng.random() < 0.5 or not starts:
        new = re.sub(r"\n\n(?=[ \t]+\S)", "\n", code)
        if new != code:
            return new
    if not starts:
        return None
    at = rng.choice(starts)
    return "".join([*lines[:at], "\n", *lines[at:]])


def reformat(code: str, rng: Random) -> str | None:
    """The layout of Python's own printer: comments gone, brackets as needed."""
    source = Source.of(code)
    if source is None or "# hardsight" in code:
        return None
    new = ast.unparse(source.tree) + "\n"
    return None if new == code else new


def quotes(code: str, rng: Random) -> str | None:
    if "'" in code:
        return None
    new = re.sub(r'(?<!")"([^"\n\\]*)"(?!")', r"'\1'", code)
    return None if new == code else new


def reorder_assignments(code: str, rng: Random) -> str | None:
    """Two neighbouring assignments of plain values, neither needing the other, exchanged."""
    source = Source.of(code)
    if source is None:
        return None
    edits = []
    for block in source.blocks():
        for first, second in pairwise(block):
            if isinstance(first, ast.Assign) and isinstance(second, ast.Assign) and _independent(first, second):
                edits.append(source.put((first, source.text(second)), (second, source.text(first))))
    return one_of(rng, code, edits)


def _independent(first: ast.Assign, second: ast.Assign) -> bool:
    def names(nodes_: list[ast.expr]) -> set[str]:
        return {n.id for x in nodes_ for n in ast.walk(x) if isinstance(n, ast.Name)}

    if any(isinstance(n, ast.Call) for s in (first, second) for n in ast.walk(s)):
        return False
    stored = names(first.targets), names(second.targets)
    used = names([first.value]), names([second.value])
    return not (stored[0] & (used[1] | stored[1]) or stored[1] & used[0])


def name_expression(code: str, rng: Random) -> str | None:
    """An inner expression of numbers and names, given a name of its own on the line before."""
    source = Source.of(code)
    if source is None:
        return None
    taken = names_of(code)
    edits = []
    for block in source.blocks():
        for statement in block:
            if not isinstance(statement, ast.Assign) or isinstance(statement.value, ast.BinOp):
                continue
            for node in nodes([statement.value], ast.BinOp):
                inner = list(ast.walk(node))
                # Inside a function of its own or a subscript the name would mean something else or break a slice.
                plain = all(
                    isinstance(n, (ast.BinOp, ast.Name, ast.Constant, ast.operator, ast.expr_context)) for n in inner
                )
                if plain and not _in_lambda(statement, node) and any(isinstance(n, ast.Constant) for n in inner):
                    edits.append(_hoisted(source, statement, node, taken, rng))
    return one_of(rng, code, edits)


def _in_lambda(statement: ast.stmt, node: ast.AST) -> bool:
    scopes = (ast.Lambda, ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)
    return any(node in ast.walk(scope) for scope in ast.walk(statement) if isinstance(scope, scopes))


def _hoisted(source: Source, statement: ast.stmt, node: ast.AST, taken: set[str], rng: Random) -> str:
    name = next(n for n in (*rng.sample(("value", "tmp", "dim", "term", "extra"), 5), "value_1") if n not in taken)
    start = source.span(statement)[0]
    line_start = source.code.rfind("\n", 0, start) + 1
    space = source.code[line_start:start]
    if space.strip():
        return source.code
    first, last = source.span(node)
    text = source.code[first:last].replace("\n", " ")
    return source.cut((first, last, name), (line_start, line_start, f"{space}{name} = {text}\n"))


REWRITES = (
    rename_local, add_comment, drop_comments, blank_lines, reformat, quotes, reorder_assignments, name_expression,
)  # fmt: skip


def python_rewrites(domain: Domain) -> tuple[Mutation, ...]:
    """All of this module, for one domain."""
    return tuple(Mutation(f.__name__, domain, Kind.REWRITE, f) for f in REWRITES)
