"""Functions and results of a Python file, read without running it, also when only part of it parses."""

from __future__ import annotations

import ast
import re

from assistant.interface import Interface, Member, Unit
from backends.environment import Domain

_HEADER = re.compile(r"^(?P<indent>[ \t]*)(?:async\s+)?def\s+(?P<name>\w+)\s*\(", re.MULTILINE)
_ASSIGNED_RESULT = re.compile(r"^(results?)\s*=", re.MULTILINE)
_RESULT_CALLS = frozenset({"show_object", "show", "export"})


def python_interface(code: str, domain: Domain) -> Interface:
    """Top-level functions and methods with their parameters, and for CadQuery the names of the results."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        units = _from_headers(code)
        if domain is Domain.CADQUERY:
            names = sorted(set(_ASSIGNED_RESULT.findall(code)))
            units["results"] = Unit(tuple(Member(n, "result") for n in names), ordered=False, open=True)
        return Interface(units, readable=False)
    units = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            units[node.name] = Unit(_parameters(node.args))
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                    units[f"{node.name}.{inner.name}"] = Unit(_parameters(inner.args))
    if domain is Domain.CADQUERY:
        units["results"] = Unit(_results(tree), ordered=False, open=True)
    return Interface(units)


def _parameters(arguments: ast.arguments) -> tuple[Member, ...]:
    """Names in order, and whether each may be left out. Annotations are left out: callers do not see them."""
    positional = [*arguments.posonlyargs, *arguments.args]
    required = len(positional) - len(arguments.defaults)
    members = [
        Member(a.arg, _default(arguments.defaults[i - required]) if i >= required else "required")
        for i, a in enumerate(positional)
    ]
    if arguments.vararg:
        members.append(Member("*" + arguments.vararg.arg, "any number"))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        members.append(Member(argument.arg, "keyword, " + ("required" if default is None else _default(default))))
    if arguments.kwarg:
        members.append(Member("**" + arguments.kwarg.arg, "any number"))
    return tuple(members)


def _default(node: ast.expr) -> str:
    return f"default {ast.unparse(node)}"


def _results(tree: ast.Module) -> tuple[Member, ...]:
    """``result`` and whatever is shown or exported by name."""
    shown = {
        argument.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")) in _RESULT_CALLS
        for argument in node.args[:1]
        if isinstance(argument, ast.Name)
    }
    assigned = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    names = (assigned & {"result", "results"}) | (assigned & shown)
    return tuple(Member(name, "result") for name in sorted(names))


def _from_headers(code: str) -> dict[str, Unit]:
    """Each ``def`` that parses by itself; the text around it may be as broken as it likes."""
    units: dict[str, Unit] = {}
    for match in _HEADER.finditer(code):
        if match["indent"]:
            continue
        header = _header_text(code, match.start(), match.end() - 1)
        try:
            function = ast.parse(header + " pass").body[0]
        except (SyntaxError, ValueError):
            names = frozenset(re.findall(r"\w+", header))
            units[match["name"]] = Unit((), whole=False, mentioned=names)
            continue
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            units[match["name"]] = Unit(_parameters(function.args))
    return units


def _header_text(code: str, start: int, opening: int) -> str:
    """From ``def`` to the closing bracket, with a colon, whether or not one was there."""
    depth = 0
    for at in range(opening, len(code)):
        if code[at] in "([{":
            depth += 1
        elif code[at] in ")]}":
            depth -= 1
            if depth == 0:
                return code[start : at + 1] + ":"
    line_end = code.find("\n", opening)
    return code[start : line_end if line_end >= 0 else len(code)] + ":"
