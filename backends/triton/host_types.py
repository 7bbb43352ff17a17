"""Types of host values, read from the text: which tensor a wrapper passes to its kernel, and of what element type.

An abstract evaluation of the functions that launch kernels. It follows assignments in order, ``torch`` factories with
literal arguments, conversions, and the arguments of callers in the same file; everything else is unknown.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from backends.triton.source_model import SourceModel

ELEMENT_TYPES = {
    "float16": "fp16",
    "half": "fp16",
    "bfloat16": "bf16",
    "float32": "fp32",
    "float": "fp32",
    "float64": "fp64",
    "double": "fp64",
    "int8": "i8",
    "int16": "i16",
    "short": "i16",
    "int32": "i32",
    "int": "i32",
    "int64": "i64",
    "long": "i64",
    "uint8": "u8",
    "uint16": "u16",
    "uint32": "u32",
    "uint64": "u64",
    "bool": "i1",
    "float8_e4m3fn": "fp8e4nv",
    "float8_e5m2": "fp8e5",
}
"""torch's name of an element type to Triton's."""

_FACTORIES = {"empty", "zeros", "ones", "rand", "randn", "full", "tensor", "arange", "randint", "eye", "linspace"}
_INTEGER_FACTORIES = {"arange", "randint", "randperm"}
_LIKE = {"empty_like", "zeros_like", "ones_like", "rand_like", "randn_like", "full_like", "clone"}
_SAME_TYPE = {
    "contiguous", "clone", "cuda", "cpu", "detach", "view", "reshape", "transpose", "t", "permute", "flatten",
    "squeeze", "unsqueeze", "expand", "requires_grad_", "repeat", "exp", "abs", "relu", "sqrt", "neg", "clamp",
}  # fmt: skip
_KEEPS_SHAPE = {
    "contiguous",
    "clone",
    "cuda",
    "cpu",
    "detach",
    "requires_grad_",
    "exp",
    "abs",
    "relu",
    "sqrt",
    "neg",
    "clamp",
}
_MAX_CALLER_DEPTH = 3


@dataclass(frozen=True, slots=True)
class HostTensor:
    """``element`` is Triton's name of the element type, ``None`` when unknown; so may be ``shape`` and its parts."""

    element: str | None = None
    shape: tuple[int | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class HostNumber:
    """An integer, float or bool; ``value`` is ``None`` when it is not known."""

    kind: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class HostNone:
    pass


@dataclass(frozen=True, slots=True)
class HostText:
    value: str


@dataclass(frozen=True, slots=True)
class HostTuple:
    items: tuple[HostValue, ...]


HostValue = HostTensor | HostNumber | HostNone | HostText | HostTuple | None


class HostTypes:
    """Evaluates expressions in the scope of a function of the file, as it is where a node stands."""

    def __init__(self, model: SourceModel) -> None:
        self.model = model

    def scope_at(self, function: ast.FunctionDef | None, line: int, depth: int = 0) -> dict[str, HostValue]:
        """The names visible before ``line`` of a function (or of the module, or its main block)."""
        names: dict[str, HostValue] = {}
        self._run(self.model.tree.body, line if function is None else function.lineno, names)
        if function is not None:
            names.update(self._parameters(function, depth))
            self._run(function.body, line, names)
        return names

    def _parameters(self, function: ast.FunctionDef, depth: int) -> dict[str, HostValue]:
        arguments = [*function.args.posonlyargs, *function.args.args]
        found: dict[str, HostValue] = {a.arg: _annotated(a.annotation) for a in arguments}
        for argument, default in zip(reversed(arguments), reversed(function.args.defaults), strict=False):
            if found[argument.arg] is None:
                found[argument.arg] = self.value(default, {})
        if depth >= _MAX_CALLER_DEPTH:
            return found
        call, caller = self._call_of(function)
        if call is None:
            return found
        scope = self.scope_at(caller, call.lineno, depth + 1)
        names = [a.arg for a in arguments if a.arg not in ("self", "ctx")]
        given = dict(zip(names, call.args, strict=False)) | {k.arg: k.value for k in call.keywords if k.arg}
        for name, node in given.items():
            value = self.value(node, scope)
            if name in found and value is not None and not isinstance(value, HostNone):
                found[name] = value
        return found

    def _call_of(self, function: ast.FunctionDef) -> tuple[ast.Call | None, ast.FunctionDef | None]:
        """The first call of a function in the file, and where it stands; ``apply`` calls ``forward``."""
        names = {function.name} | ({"apply"} if function.name == "forward" else set())
        for outer in (*self.model.functions.values(), None):
            body = outer.body if outer is not None else self.model.tree.body
            for statement in body:
                if outer is None and isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
                    continue
                for node in ast.walk(statement):
                    if isinstance(node, ast.Call) and _last_name(node.func) in names and outer is not function:
                        return node, outer
        return None, None

    def _run(self, body: list[ast.stmt], line: int, names: dict[str, HostValue]) -> None:
        for statement in body:
            if statement.lineno >= line:
                return
            if isinstance(statement, ast.Assign):
                value = self.value(statement.value, names)
                for target in statement.targets:
                    self._assign(target, statement.value, value, names)
            elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
                self._assign(statement.target, statement.value, self.value(statement.value, names), names)
            elif isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
                names.pop(statement.target.id, None)
            elif isinstance(statement, (ast.If, ast.For, ast.While, ast.With, ast.Try)):
                for part in ("body", "orelse", "finalbody"):
                    self._run(getattr(statement, part, []), line, names)

    def _assign(self, target: ast.expr, source: ast.expr, value: HostValue, names: dict[str, HostValue]) -> None:
        if isinstance(target, ast.Name):
            names[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            parts: list[HostValue] = [None] * len(target.elts)
            if isinstance(value, HostTuple) and len(value.items) == len(target.elts):
                parts = list(value.items)
            for part, inner in zip(target.elts, parts, strict=True):
                self._assign(part, source, inner, names)

    def value(self, node: ast.expr, names: Mapping[str, HostValue]) -> HostValue:
        """What is known of an expression; ``None`` is nothing."""
        match node:
            case ast.Constant(value=None):
                return HostNone()
            case ast.Constant(value=bool() as truth):
                return HostNumber("bool", truth)
            case ast.Constant(value=int() as number):
                return HostNumber("int", number)
            case ast.Constant(value=float() as number):
                return HostNumber("float", number)
            case ast.Constant(value=str() as text):
                return HostText(text)
            case ast.Name(id=name):
                if name in names:
                    return names[name]
                constant = self.model.constants.get(name)
                return None if constant is None else self.value(constant, {})
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                return HostTuple(tuple(self.value(e, names) for e in elements))
            case ast.BinOp():
                return self._binary(node, names)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                inner = self.value(operand, names)
                if isinstance(inner, HostNumber) and inner.value is not None:
                    return replace(inner, value=-inner.value)
                return inner
            case ast.IfExp(body=body, orelse=orelse):
                first, second = self.value(body, names), self.value(orelse, names)
                if isinstance(first, HostNumber) and isinstance(second, HostNumber):
                    return HostNumber(first.kind)
                return first if second is None or isinstance(second, HostNone) else second
            case ast.Subscript():
                return self._subscript(node, names)
            case ast.Attribute():
                return self._attribute(node, names)
            case ast.Call():
                return self._call(node, names)
        return None

    def _binary(self, node: ast.BinOp, names: Mapping[str, HostValue]) -> HostValue:
        left, right = self.value(node.left, names), self.value(node.right, names)
        tensors = [x for x in (left, right) if isinstance(x, HostTensor)]
        if tensors:
            element = tensors[0].element or (tensors[1].element if len(tensors) > 1 else None)
            return HostTensor(element, tensors[0].shape)
        if isinstance(left, HostNumber) and isinstance(right, HostNumber):
            kind = "float" if isinstance(node.op, ast.Div) or "float" in (left.kind, right.kind) else "int"
            if left.value is None or right.value is None:
                return HostNumber(kind)
            return HostNumber(kind, _arithmetic(node.op, left.value, right.value))
        if isinstance(left, HostNumber) or isinstance(right, HostNumber):
            return HostNumber("float" if isinstance(node.op, ast.Div) else "int")
        return None

    def _subscript(self, node: ast.Subscript, names: Mapping[str, HostValue]) -> HostValue:
        base = self.value(node.value, names)
        index = self.value(node.slice, names)
        if isinstance(base, HostTuple):
            if (
                isinstance(index, HostNumber)
                and isinstance(index.value, int)
                and -len(base.items) <= index.value < len(base.items)
            ):
                return base.items[index.value]
            return None
        return HostTensor(base.element) if isinstance(base, HostTensor) else None

    def _attribute(self, node: ast.Attribute, names: Mapping[str, HostValue]) -> HostValue:
        base = self.value(node.value, names)
        if isinstance(base, HostTensor) and node.attr == "shape":
            return _shape(base)
        if isinstance(base, HostTensor) and node.attr in ("T", "data", "mT"):
            return HostTensor(base.element, None if base.shape is None else base.shape[::-1])
        return None

    def _call(self, node: ast.Call, names: Mapping[str, HostValue]) -> HostValue:
        dotted = self.model.dotted(node.func) or ""
        if dotted.startswith("torch."):
            return self._torch(dotted.removeprefix("torch."), node, names)
        if dotted in ("triton.cdiv", "triton.next_power_of_2") or _last_name(node.func) in ("len", "int", "min", "max"):
            return HostNumber("int")
        if isinstance(node.func, ast.Attribute):
            return self._method(node.func, node, names)
        return None

    def _torch(self, name: str, node: ast.Call, names: Mapping[str, HostValue]) -> HostValue:
        asked = self._element_type(node)
        if name in _FACTORIES:
            default: str | None = "i64" if name in _INTEGER_FACTORIES else "fp32"
            if name in ("tensor", "full") and asked is None:
                default = None
            return HostTensor(asked or default, self._made_shape(name, node, names))
        first = self.value(node.args[0], names) if node.args else None
        if name in _LIKE and isinstance(first, HostTensor):
            return HostTensor(asked or first.element, first.shape)
        if isinstance(first, HostTensor):
            return HostTensor(asked or first.element)
        return HostTensor(asked) if name in ("cat", "stack", "matmul", "softmax", "nn.functional.softmax") else None

    def _method(self, function: ast.Attribute, node: ast.Call, names: Mapping[str, HostValue]) -> HostValue:
        base = self.value(function.value, names)
        name = function.attr
        if name in ("numel", "dim", "element_size", "nelement"):
            if name == "numel" and isinstance(base, HostTensor) and base.shape is not None and None not in base.shape:
                total = 1
                for extent in base.shape:
                    total *= extent or 0
                return HostNumber("int", total)
            return HostNumber("int")
        if name == "stride":
            return self._stride(base, node, names)
        if name == "size":
            return _shape(base) if isinstance(base, HostTensor) and not node.args else HostNumber("int")
        if name == "item":
            return HostNumber("float")
        if not isinstance(base, HostTensor):
            return HostTensor() if name in ("cuda", "contiguous") else None
        if name in ELEMENT_TYPES:
            return replace(base, element=ELEMENT_TYPES[name])
        if name in ("to", "type", "new_empty", "new_zeros", "new_ones"):
            kept = base.shape if name in ("to", "type") else None
            return HostTensor(self._element_type(node) or base.element, kept)
        if name in _KEEPS_SHAPE:
            return base
        return HostTensor(base.element) if name in _SAME_TYPE else HostTensor(self._element_type(node))

    def _stride(self, base: HostValue, node: ast.Call, names: Mapping[str, HostValue]) -> HostValue:
        if not isinstance(base, HostTensor) or base.shape is None:
            return HostNumber("int")
        strides: list[HostValue] = []
        step: int | None = 1
        for extent in reversed(base.shape):
            strides.insert(0, HostNumber("int", step))
            step = None if step is None or extent is None else step * extent
        if not node.args:
            return HostTuple(tuple(strides))
        index = self.value(node.args[0], names)
        if (
            isinstance(index, HostNumber)
            and isinstance(index.value, int)
            and -len(strides) <= index.value < len(strides)
        ):
            return strides[index.value]
        return HostNumber("int")

    def _element_type(self, node: ast.Call) -> str | None:
        """The ``torch.float16`` among a call's arguments."""
        for argument in [k.value for k in node.keywords if k.arg == "dtype"] + list(node.args):
            dotted = self.model.dotted(argument) or ""
            if dotted.startswith("torch.") and dotted.removeprefix("torch.") in ELEMENT_TYPES:
                return ELEMENT_TYPES[dotted.removeprefix("torch.")]
        return None

    def _made_shape(self, name: str, node: ast.Call, names: Mapping[str, HostValue]) -> tuple[int | None, ...] | None:
        if name in ("tensor", "arange", "eye", "linspace"):
            return (None,) if name == "arange" else None
        arguments = list(node.args[2:] if name == "randint" else node.args[:1] if name == "full" else node.args)
        given = [self.value(a, names) for a in arguments]
        size = next((k.value for k in node.keywords if k.arg == "size"), None)
        if size is not None:
            given = [self.value(size, names)]
        if len(given) == 1 and isinstance(given[0], HostTuple):
            given = list(given[0].items)
        if not given or not all(isinstance(g, HostNumber) or g is None for g in given):
            return None
        return tuple(int(g.value) if isinstance(g, HostNumber) and g.value is not None else None for g in given)


def _shape(tensor: HostTensor) -> HostValue:
    if tensor.shape is None:
        return None
    return HostTuple(tuple(HostNumber("int", extent) for extent in tensor.shape))


def _annotated(annotation: ast.expr | None) -> HostValue:
    if annotation is None:
        return None
    known: dict[str, HostValue] = {
        "Tensor": HostTensor(),
        "int": HostNumber("int"),
        "float": HostNumber("float"),
        "bool": HostNumber("bool"),
    }
    return known.get(_last_name(annotation))


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _arithmetic(op: ast.operator, left: Any, right: Any) -> float | None:
    try:
        match op:
            case ast.Add():
                found = left + right
            case ast.Sub():
                found = left - right
            case ast.Mult():
                found = left * right
            case ast.FloorDiv():
                found = left // right
            case ast.Div():
                found = left / right
            case ast.Mod():
                found = left % right
            case ast.Pow() if abs(right) < 64 and abs(left) < 1 << 32:
                found = left**right
            case ast.LShift() if 0 <= right < 64:
                found = left << right
            case _:
                return None
    except (ArithmeticError, TypeError, ValueError):
        return None
    return found if isinstance(found, (int, float)) else None
