"""What of a file can be run to see whether its kernels are right: tests, a main block, a function with its reference."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import Any

from backends.triton.directives import Directive, directives

_REFERENCE = ("{}_ref", "{}_reference", "ref_{}", "reference_{}", "torch_{}", "{}_torch", "naive_{}", "{}_naive")
_TORCH_NAMES = {
    "fp16": "float16",
    "bf16": "bfloat16",
    "fp32": "float32",
    "fp64": "float64",
    "i1": "bool",
    "i8": "int8",
    "i16": "int16",
    "i32": "int32",
    "i64": "int64",
    "u8": "uint8",
}


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """``kind`` is ``test``, ``main`` or ``pair``; ``arguments`` are the inputs generated for a pair."""

    kind: str
    name: str
    reference: str = ""
    arguments: tuple[dict[str, Any], ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "name": self.name, "reference": self.reference, "arguments": list(self.arguments)}


def entry_points(code: str, tree: ast.Module) -> tuple[EntryPoint, ...]:
    """Every ``test_*`` function that needs no fixture; else pairs with given inputs; else the main block."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    tests = tuple(EntryPoint("test", name) for name, node in functions.items() if _runs_alone(name, node))
    pairs = tuple(_pairs(functions, directives(code)))
    if tests or pairs:
        return tests + pairs
    if any(_is_main_guard(node) for node in tree.body):
        return (EntryPoint("main", "__main__"),)
    return ()


def _runs_alone(name: str, node: ast.FunctionDef) -> bool:
    if not re.match(r"test(_|\d|$)|check_", name) or (name.startswith("check_") and node.args.args):
        return False
    arguments = [*node.args.posonlyargs, *node.args.args]
    required = {a.arg for a in arguments[: len(arguments) - len(node.args.defaults)]}
    required |= {a.arg for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d is None}
    return required <= _parametrized(node)


def _parametrized(node: ast.FunctionDef) -> set[str]:
    """The argument names that ``pytest.mark.parametrize`` supplies."""
    names: set[str] = set()
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute):
            given = decorator.args[0] if decorator.args else None
            if decorator.func.attr != "parametrize" or given is None:
                continue
            texts = given.elts if isinstance(given, (ast.List, ast.Tuple)) else [given]
            for text in texts:
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    names |= {n.strip() for n in text.value.split(",")}
    return names


def _pairs(functions: dict[str, ast.FunctionDef], given: dict[str, Directive]) -> list[EntryPoint]:
    found = []
    for name, directive in given.items():
        reference = next((r.format(name) for r in _REFERENCE if r.format(name) in functions), None)
        if name not in functions or reference is None:
            continue
        arguments = []
        for argument in directive.arguments:
            if argument.shape is None:
                arguments.append({"value": argument.value})
            else:
                kind = argument.type
                arguments.append({"dtype": _TORCH_NAMES.get(kind, kind), "shape": list(argument.shape)})
        found.append(EntryPoint("pair", name, reference, tuple(arguments)))
    return found


def _is_main_guard(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Compare)
        and isinstance(node.test.left, ast.Name)
        and node.test.left.id == "__name__"
    )
