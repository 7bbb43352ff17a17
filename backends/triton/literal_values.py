"""Evaluates the expressions of which autotune configurations and launch arguments are made, without executing anything.

Literals, arithmetic, comprehensions, ``range``, ``itertools.product``, ``triton.Config`` and functions of the file that
only return such an expression. Anything else has no value.
"""

from __future__ import annotations

import ast
import itertools
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backends.outcome import Range
from backends.triton.source_model import SourceModel

MAX_STEPS = 20_000
MAX_INTEGER_BITS = 256


class NoValueError(Exception):
    """The expression is not of the kind that can be evaluated from the text."""


@dataclass(frozen=True)
class Configuration:
    """One ``triton.Config``: constexprs, options as given, and where it is written."""

    constants: Mapping[str, Any]
    options: Mapping[str, Any]
    range: Range

    def __str__(self) -> str:
        return ", ".join(f"{k}={v}" for k, v in {**self.constants, **self.options}.items())


_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
    ast.Pow: operator.pow,
}
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
    ast.Invert: operator.invert,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "range": range,
    "len": len,
    "min": min,
    "max": max,
    "int": int,
    "float": float,
    "bool": bool,
    "abs": abs,
    "list": list,
    "tuple": tuple,
    "dict": dict,
    "sorted": sorted,
    "zip": zip,
    "enumerate": enumerate,
    "sum": sum,
}
_DOTTED: dict[str, Callable[..., Any]] = {
    "itertools.product": lambda *a, repeat=1: list(itertools.product(*a, repeat=repeat)),
    "triton.cdiv": lambda x, y: -(-x // y),
    "triton.next_power_of_2": lambda n: 1 << max(0, (n - 1).bit_length()),
    "math.log2": math.log2,
    "math.ceil": math.ceil,
}
_CONFIG_OPTIONS = ("num_warps", "num_stages", "num_ctas", "maxnreg", "pre_hook", "ir_override")


def evaluate(node: ast.expr, model: SourceModel, names: Mapping[str, Any] | None = None) -> Any:
    """The value of an expression. Raises ``NoValueError``."""
    return _Evaluation(model).value(node, dict(names or {}))


def configurations(node: ast.expr, model: SourceModel) -> tuple[Configuration, ...]:
    """What ``configs=`` of an autotune decorator lists. Raises ``NoValueError``."""
    found = evaluate(node, model)
    if not isinstance(found, (list, tuple)) or not all(isinstance(c, Configuration) for c in found):
        raise NoValueError
    return tuple(found)


class _Evaluation:
    def __init__(self, model: SourceModel) -> None:
        self.model = model
        self.steps = 0
        self.depth = 0

    def value(self, node: ast.expr, names: dict[str, Any]) -> Any:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise NoValueError
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise NoValueError
        try:
            return method(node, names)
        except NoValueError:
            raise
        except (TypeError, ValueError, ArithmeticError, LookupError, RecursionError, MemoryError) as error:
            raise NoValueError from error

    def _constant(self, node: ast.Constant, names: dict[str, Any]) -> Any:
        return node.value

    def _name(self, node: ast.Name, names: dict[str, Any]) -> Any:
        if node.id in names:
            return names[node.id]
        if node.id in self.model.constants and self.depth < 20:
            self.depth += 1
            try:
                return self.value(self.model.constants[node.id], {})
            finally:
                self.depth -= 1
        raise NoValueError

    def _list(self, node: ast.List, names: dict[str, Any]) -> list[Any]:
        return list(self._elements(node.elts, names))

    def _tuple(self, node: ast.Tuple, names: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(self._elements(node.elts, names))

    def _elements(self, elements: list[ast.expr], names: dict[str, Any]) -> Iterator[Any]:
        for element in elements:
            if isinstance(element, ast.Starred):
                yield from self.value(element.value, names)
            else:
                yield self.value(element, names)

    def _dict(self, node: ast.Dict, names: dict[str, Any]) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                made.update(self.value(value, names))
            else:
                made[self.value(key, names)] = self.value(value, names)
        return made

    def _binop(self, node: ast.BinOp, names: dict[str, Any]) -> Any:
        left, right = self.value(node.left, names), self.value(node.right, names)
        kind = type(node.op)
        if kind in (ast.Pow, ast.LShift) and (not isinstance(right, int) or abs(right) > MAX_INTEGER_BITS):
            raise NoValueError
        if kind is ast.Mult and any(isinstance(x, (str, bytes)) for x in (left, right)):
            raise NoValueError
        found = _BINARY[kind](left, right)
        if (isinstance(found, int) and found.bit_length() > 4 * MAX_INTEGER_BITS) or (
            isinstance(found, (list, tuple, str)) and len(found) > MAX_STEPS
        ):
            raise NoValueError
        return found

    def _unaryop(self, node: ast.UnaryOp, names: dict[str, Any]) -> Any:
        return _UNARY[type(node.op)](self.value(node.operand, names))

    def _compare(self, node: ast.Compare, names: dict[str, Any]) -> bool:
        left = self.value(node.left, names)
        for op, comparator in zip(node.ops, node.comparators, strict=True):
            right = self.value(comparator, names)
            if not _COMPARE[type(op)](left, right):
                return False
            left = right
        return True

    def _boolop(self, node: ast.BoolOp, names: dict[str, Any]) -> Any:
        found: Any = None
        for part in node.values:
            found = self.value(part, names)
            if bool(found) is isinstance(node.op, ast.Or):
                break
        return found

    def _ifexp(self, node: ast.IfExp, names: dict[str, Any]) -> Any:
        return self.value(node.body if self.value(node.test, names) else node.orelse, names)

    def _subscript(self, node: ast.Subscript, names: dict[str, Any]) -> Any:
        return self.value(node.value, names)[self.value(node.slice, names)]

    def _slice(self, node: ast.Slice, names: dict[str, Any]) -> slice:
        parts = (None if p is None else self.value(p, names) for p in (node.lower, node.upper, node.step))
        return slice(*parts)

    def _listcomp(self, node: ast.ListComp, names: dict[str, Any]) -> list[Any]:
        return [self.value(node.elt, inner) for inner in self._bindings(node.generators, names)]

    _generatorexp = _listcomp

    def _bindings(self, generators: list[ast.comprehension], names: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if not generators:
            yield names
            return
        first, *rest = generators
        for item in self.value(first.iter, names):
            self.steps += 1
            if self.steps > MAX_STEPS:
                raise NoValueError
            inner = {**names, **_bind(first.target, item)}
            if all(self.value(test, inner) for test in first.ifs):
                yield from self._bindings(rest, inner)

    def _call(self, node: ast.Call, names: dict[str, Any]) -> Any:
        dotted = self.model.dotted(node.func)
        arguments = list(self._elements(node.args, names))
        keywords: dict[str, Any] = {}
        for keyword in node.keywords:
            if keyword.arg is None:
                keywords.update(self.value(keyword.value, names))
            elif keyword.arg == "pre_hook":
                keywords["pre_hook"] = ast.unparse(keyword.value)
            else:
                keywords[keyword.arg] = self.value(keyword.value, names)
        if dotted == "triton.Config":
            return self._config(node, arguments, keywords)
        if dotted in _DOTTED:
            return _DOTTED[dotted](*arguments, **keywords)
        if isinstance(node.func, ast.Name):
            if node.func.id in self.model.functions:
                return self._inline(self.model.functions[node.func.id], arguments, keywords)
            if node.func.id in _FUNCTIONS and dotted is None:
                return self._builtin(node.func.id, arguments, keywords)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("keys", "values", "items", "copy"):
            return getattr(self.value(node.func.value, names), node.func.attr)()
        raise NoValueError

    def _builtin(self, name: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        if name in ("list", "tuple", "sorted", "sum") and isinstance(next(iter(arguments), None), range):
            self.steps += len(arguments[0])
            if self.steps > MAX_STEPS:
                raise NoValueError
        found = _FUNCTIONS[name](*arguments, **keywords)
        return list(found) if name in ("zip", "enumerate") else found

    def _inline(self, function: ast.FunctionDef, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """A function that is a docstring and one ``return``."""
        body = [s for s in function.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
        if len(body) != 1 or not isinstance(body[0], ast.Return) or body[0].value is None or self.depth > 8:
            raise NoValueError
        names = [a.arg for a in function.args.args]
        defaults = function.args.defaults
        bound = {name: self.value(d, {}) for name, d in zip(names[len(names) - len(defaults) :], defaults, strict=True)}
        bound.update(zip(names, arguments, strict=False))
        bound.update(keywords)
        self.depth += 1
        try:
            return self.value(body[0].value, bound)
        finally:
            self.depth -= 1

    def _config(self, node: ast.Call, arguments: list[Any], keywords: dict[str, Any]) -> Configuration:
        constants = arguments[0] if arguments else keywords.pop("kwargs", {})
        if not isinstance(constants, dict):
            raise NoValueError
        options = dict(zip(_CONFIG_OPTIONS, arguments[1:], strict=False)) | keywords
        return Configuration(constants, options, self.model.range_of(node))


def _bind(target: ast.expr, value: Any) -> dict[str, Any]:
    if isinstance(target, ast.Name):
        return {target.id: value}
    if isinstance(target, (ast.Tuple, ast.List)):
        bound: dict[str, Any] = {}
        for part, item in zip(target.elts, value, strict=True):
            bound.update(_bind(part, item))
        return bound
    raise NoValueError
