"""For what types and constants a kernel is compiled when no launch of it could be recorded: comment, launch, or guess."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from backends.outcome import Range
from backends.triton.directives import Directive, directives
from backends.triton.guessed_types import FLOAT_NAME, guessed_constant, integer_pointers
from backends.triton.host_types import ELEMENT_TYPES, HostNone, HostNumber, HostTensor, HostText, HostTypes, HostValue
from backends.triton.literal_values import NoValueError, evaluate
from backends.triton.source_model import Kernel, Launch, Parameter, SourceModel

OPTIONS = ("num_warps", "num_stages", "num_ctas", "maxnreg")
GUESSED_ELEMENT = "fp32"
INDEX_ELEMENT = "i64"
_TYPE = re.compile(r"(\*?)(k?)(\w+?)(?::(16|1))?$")
_INNER_STRIDE = re.compile(r"stride_?\w*(k|n|d|col|cols|inner|last|x|1)$", re.IGNORECASE)
_STRIDE_GROUP = re.compile(r"(.*stride_?\w*?)_?\w$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParameterType:
    """``type`` is Triton's (``*fp32``, ``i32``, ``constexpr``). ``origin`` is ``comment``, ``launch``, ``annotation`` or ``guess``."""

    type: str
    value: Any = None
    divisible: bool = False
    origin: str = "guess"

    @property
    def shown(self) -> str:
        """The value of a constant; an element type by its name."""
        return str(self.value["dtype"]) if isinstance(self.value, dict) else repr(self.value)

    def to_json(self) -> dict[str, Any]:
        return {"type": self.type, "value": self.value, "divisible": self.divisible}


@dataclass(frozen=True)
class Signature:
    """What is assumed of one kernel. ``guessed`` names the parameters about which nothing was found."""

    kernel: str
    parameters: Mapping[str, ParameterType]
    options: Mapping[str, int] = field(default_factory=dict)
    launch: Range | None = None

    @property
    def guessed(self) -> tuple[str, ...]:
        return tuple(name for name, p in self.parameters.items() if p.origin == "guess")

    def to_json(self) -> dict[str, Any]:
        at = None if self.launch is None else {"line": self.launch.start.line + 1}
        parameters = {name: p.to_json() for name, p in self.parameters.items()}
        return {"parameters": parameters, "options": dict(self.options), "launch": at}

    def described(self, names: Collection[str]) -> str:
        """``x_ptr: *fp32, n: i32, BLOCK=128``, as a comment may say it."""
        shown = ((name, self.parameters[name]) for name in names)
        return ", ".join(f"{n}={p.shown}" if p.type == "constexpr" else f"{n}: {p.type}" for n, p in shown)


def signatures(model: SourceModel) -> dict[str, Signature]:
    """One signature for each kernel that is launched rather than called by others."""
    given = directives(model.code)
    host = HostTypes(model)
    return {
        name: signature_of(kernel, model, host, given.get(name))
        for name, kernel in model.kernels.items()
        if model.is_entry(kernel) or name in given
    }


def signature_of(kernel: Kernel, model: SourceModel, host: HostTypes, directive: Directive | None) -> Signature:
    """Comment first, then the first launch, then annotations, then what the kernel does with each parameter."""
    launches = model.launches_of(kernel.name)
    launch = launches[0] if launches else None
    passed = _passed(kernel, launch) if launch is not None else {}
    scope = host.scope_at(launch.function, launch.call.lineno) if launch is not None else {}
    pointers = pointer_parameters(kernel, model)
    indices = integer_pointers(kernel, pointers)
    told = {a.name: a for a in directive.arguments} if directive is not None else {}
    inner = _inner_strides(kernel)
    found: dict[str, ParameterType] = {}
    for parameter in kernel.parameters:
        name = parameter.name
        if name in told:
            argument = told[name]
            if argument.has_value:
                found[name] = ParameterType("constexpr", argument.value, origin="comment")
            else:
                found[name] = _written_type(argument.type, "comment")
        else:
            value = host.value(passed[name], scope) if name in passed else None
            element = None if name not in pointers else INDEX_ELEMENT if name in indices else GUESSED_ELEMENT
            found[name] = _from_launch(kernel, parameter, value, passed.get(name), model, element, name in inner)
    options: dict[str, int] = {}
    for option in OPTIONS:
        number: Any = told[option].value if option in told else None
        if number is None and option in passed:
            known = host.value(passed[option], scope)
            number = known.value if isinstance(known, HostNumber) else None
        if isinstance(number, int):
            options[option] = number
    return Signature(kernel.name, found, options, None if launch is None else model.range_of(launch.call))


def pointer_parameters(kernel: Kernel, model: SourceModel) -> frozenset[str]:
    """The parameters from which the kernel computes addresses, followed through local assignments."""
    origins: dict[str, set[str]] = {p.name: {p.name} for p in kernel.parameters}
    found: set[str] = set()
    for _ in range(2):
        for node in kernel.body_nodes:
            if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                bases = _bases(node.value, origins)
                if bases:
                    origins.setdefault(node.targets[0].id, set()).update(bases)
            elif isinstance(node, ast.Call) and node.args and _accesses(node, model):
                bases = _bases(node.args[0], origins)
                if not bases and len(node.args) > 1:
                    # A store whose arguments are swapped.
                    bases = _bases(node.args[1], origins)
                found |= bases
    return frozenset(found & set(kernel.by_name))


def _accesses(node: ast.Call, model: SourceModel) -> bool:
    name = (model.dotted(node.func) or "").removeprefix("triton.language.")
    return name in ("load", "store", "make_tensor_descriptor") or name.startswith("atomic_")


def _bases(node: ast.expr, origins: Mapping[str, set[str]]) -> set[str]:
    """The names an address starts from: the leftmost terms of sums, whatever is multiplied is an offset."""
    if isinstance(node, ast.Name):
        return set(origins.get(node.id, ()))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        left = _bases(node.left, origins)
        return left or _bases(node.right, origins)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("to", "cast"):
        return _bases(node.func.value, origins)
    if isinstance(node, ast.Subscript):
        return _bases(node.value, origins)
    return set()


def _passed(kernel: Kernel, launch: Launch) -> dict[str, ast.expr]:
    """Argument expressions by parameter or option name; what follows a ``*`` is unknown."""
    found: dict[str, ast.expr] = {}
    for parameter, argument in zip(kernel.parameters, launch.call.args, strict=False):
        if isinstance(argument, ast.Starred):
            break
        found[parameter.name] = argument
    found.update({k.arg: k.value for k in launch.call.keywords if k.arg is not None})
    return found


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else ""


def _from_launch(
    kernel: Kernel,
    parameter: Parameter,
    value: HostValue,
    node: ast.expr | None,
    model: SourceModel,
    pointer: str | None,
    inner: bool,
) -> ParameterType:
    if parameter.constexpr:
        return _constexpr(kernel, parameter, value, node, model)
    if parameter.annotation and (written := _annotated_type(parameter)) is not None:
        return written
    match value:
        case HostTensor(element=element):
            origin = "guess" if element is None else "launch"
            return ParameterType(f"*{element or pointer or GUESSED_ELEMENT}", divisible=True, origin=origin)
        case HostNone():
            return ParameterType("constexpr", None, origin="launch")
        case HostNumber(kind="float"):
            return ParameterType("fp32", origin="launch")
        case HostNumber(kind="bool"):
            return ParameterType("i1", origin="launch")
        case HostNumber(kind="int", value=number) if number is not None:
            if number == 1:
                return ParameterType("constexpr", 1, origin="launch")
            return ParameterType(_integer_type(int(number)), divisible=number % 16 == 0, origin="launch")
        case HostNumber():
            return _unknown_integer(inner, "launch")
    if pointer:
        return ParameterType(f"*{pointer}", divisible=True)
    if FLOAT_NAME.search(parameter.name):
        return ParameterType("fp32")
    return _unknown_integer(inner, "guess")


def _inner_strides(kernel: Kernel) -> frozenset[str]:
    """Of ``stride_am, stride_ak`` the last: the innermost stride of a contiguous tensor is 1."""
    last: dict[str, str] = {}
    for parameter in kernel.parameters:
        group = _STRIDE_GROUP.fullmatch(parameter.name)
        if group and not parameter.constexpr:
            last[group[1]] = parameter.name
    return frozenset(name for name in last.values() if _INNER_STRIDE.fullmatch(name))


def _unknown_integer(inner: bool, origin: str) -> ParameterType:
    """A size or stride of which only the name is known."""
    if inner:
        return ParameterType("constexpr", 1, origin=origin)
    return ParameterType("i32", divisible=True, origin=origin)


def _constexpr(
    kernel: Kernel, parameter: Parameter, value: HostValue, node: ast.expr | None, model: SourceModel
) -> ParameterType:
    match value:
        case HostNumber(value=number) if number is not None:
            return ParameterType("constexpr", number, origin="launch")
        case HostText(value=text):
            return ParameterType("constexpr", text, origin="launch")
        case HostNone():
            return ParameterType("constexpr", None, origin="launch")
    for candidate, origin in ((node, "launch"), (parameter.default, "annotation")):
        if candidate is None:
            continue
        if (element := ELEMENT_TYPES.get(_last_name(candidate))) is not None:
            return ParameterType("constexpr", {"dtype": element}, origin=origin)
        try:
            return ParameterType("constexpr", evaluate(candidate, model), origin=origin)
        except NoValueError:
            continue
    return ParameterType("constexpr", guessed_constant(kernel, parameter.name, model))


def _annotated_type(parameter: Parameter) -> ParameterType | None:
    node = parameter.node.annotation
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else parameter.annotation
    text = text.removeprefix("tl.")
    known = {
        "int32": "i32",
        "int64": "i64",
        "float32": "fp32",
        "float16": "fp16",
        "int": "i32",
        "float": "fp32",
        "bool": "i1",
    }
    if text in known:
        return ParameterType(known[text], origin="annotation")
    return _written_type(text, "annotation") if text.startswith("*") or re.fullmatch(r"[iuf]p?\d+", text) else None


def _written_type(text: str, origin: str) -> ParameterType:
    """``*fp32``, ``*fp32:16``, ``i32:1``; pointers are taken to be aligned."""
    match = _TYPE.match(text.strip())
    if match is None:
        return ParameterType(text.strip(), origin=origin)
    if match[4] == "1":
        return ParameterType("constexpr", 1, origin=origin)
    return ParameterType(f"{match[1]}{match[2]}{match[3]}", divisible=bool(match[1]) or match[4] == "16", origin=origin)


def _integer_type(value: int) -> str:
    return "i32" if -(1 << 31) <= value < 1 << 31 else "i64" if value < 1 << 63 else "u64"
