"""What a kernel's own text says of parameters that no launch, comment or annotation types: flags, names of modes, indices."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from backends.triton.literal_values import NoValueError, evaluate
from backends.triton.source_model import Kernel, SourceModel

GUESSED_CONSTEXPR = 128
FLOAT_NAME = re.compile(
    r"(^|_)(eps|epsilon|scale|alpha|beta|gamma|lr|p|prob|slope|momentum|value|factor|temperature|dropout|decay|softcap|smoothing|multiplier)$",
    re.IGNORECASE,
)
_INDEX_NAME = re.compile(
    r"(^|_)(ids?|idx|index|indices|labels?|targets?|positions|seqlens?|offsets|offs|cu_seqlens|block_tables?|lengths|freq)(_|$)",
    re.IGNORECASE,
)
_OPTIONS = {"num_warps": 4, "num_stages": 2, "num_ctas": 1}


def guessed_constant(kernel: Kernel, name: str, model: SourceModel) -> Any:
    """Flags are off, modes the first that is compared with, group sizes small, blocks moderate.

    An element type is ``{"dtype": "fp32"}``.
    """
    lowered = name.lower()
    if lowered in _OPTIONS:
        return _OPTIONS[lowered]
    if "dtype" in lowered or _is_element_type(kernel, name):
        return {"dtype": "fp32"}
    for other in _compared(kernel, name):
        try:
            value = evaluate(other, model)
        except NoValueError:
            continue
        if value is None or isinstance(value, (str, bool)):
            return value
    if re.match(r"(is|has|use|with|apply|causal|even|enable|do|allow|trans)_?", lowered) or "causal" in lowered:
        return False
    if _is_flag(kernel, name):
        return False
    if FLOAT_NAME.search(name) and not name.isupper():
        return 0.5
    if "group" in lowered or "stage" in lowered:
        return 4
    if re.search(r"(block|tile)\w*_(m|n|k|d)$", lowered):
        return 32
    return GUESSED_CONSTEXPR


def integer_pointers(kernel: Kernel, pointers: frozenset[str]) -> frozenset[str]:
    """Of ``pointers`` those that hold indices: by name, or since what is loaded through them goes into an address."""
    loaded: dict[str, set[str]] = {}
    for node in kernel.body_nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name, value = node.targets[0].id, node.value
            origins = set(_loaded_from(value, pointers))
            if isinstance(value, (ast.BinOp, ast.Name, ast.Call)) and not origins:
                origins = {o for n in _names(value) if n != name for o in loaded.get(n, ())}
            if origins and not _makes_float(value):
                loaded.setdefault(name, set()).update(origins)
    found = {name for name in pointers if _INDEX_NAME.search(name)}
    for node in kernel.body_nodes:
        for part in _integer_places(node):
            for name in _names(part):
                found |= loaded.get(name, set())
    return frozenset(found)


def _loaded_from(node: ast.expr, pointers: frozenset[str]) -> Iterator[str]:
    """The pointer of ``tl.load(pointer + ...)``, also under ``.to(...)``."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "load" and node.args:
            yield from sorted(_names(node.args[0]) & pointers)[:1]
            return
        if node.func.attr != "to":
            return
        node = node.func.value


def _integer_places(node: ast.AST) -> Iterator[ast.expr]:
    """Expressions that must be integers: offsets of addresses, bounds of loops, operands of ``//`` and ``%``."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if node.args and (name in ("load", "store") or name.startswith("atomic_")):
            yield node.args[0]
        elif name in ("range", "static_range", "cdiv", "multiple_of"):
            yield from node.args
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.LShift, ast.RShift, ast.BitAnd)):
        yield from (node.left, node.right)
    elif isinstance(node, (ast.Assign, ast.AugAssign)):
        # ``X_ptr += y * stride`` moves an address by what was loaded.
        target = node.target if isinstance(node, ast.AugAssign) else node.targets[0]
        if isinstance(target, ast.Name) and target.id.lower().endswith(("ptr", "ptrs", "_offset", "offs", "offsets")):
            yield node.value


def _makes_float(node: ast.expr) -> bool:
    return any(
        isinstance(n, ast.Attribute) and n.attr in ("float32", "float16", "exp", "log", "sqrt") for n in ast.walk(node)
    )


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _is_element_type(kernel: Kernel, name: str) -> bool:
    """``x.to(NAME)`` or ``dtype=NAME``."""
    return any(
        isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr == "to" and _is(node.args[:1], name))
            or any(k.arg == "dtype" and _is([k.value], name) for k in node.keywords)
        )
        for node in kernel.body_nodes
    )


def _compared(kernel: Kernel, name: str) -> Iterator[ast.expr]:
    """What ``NAME == ...`` and ``NAME is ...`` compare with."""
    for node in kernel.body_nodes:
        if isinstance(node, ast.Compare) and _is([node.left], name):
            yield from (
                other
                for operator, other in zip(node.ops, node.comparators, strict=True)
                if isinstance(operator, (ast.Eq, ast.NotEq, ast.Is, ast.IsNot))
            )


def _is_flag(kernel: Kernel, name: str) -> bool:
    """Used as a condition by itself, and never in arithmetic."""
    tested = False
    for node in kernel.body_nodes:
        if isinstance(node, (ast.If, ast.IfExp, ast.While)):
            tested |= _is([node.test], name)
        elif isinstance(node, ast.BoolOp):
            tested |= _is(node.values, name)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            tested |= _is([node.operand], name)
        elif isinstance(node, ast.BinOp) and _is([node.left, node.right], name):
            return False
    return tested


def _is(nodes: list[ast.expr], name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in nodes)
