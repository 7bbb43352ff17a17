"""The kernels, launches and imports of a file, read from its syntax tree; nothing is executed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from backends.outcome import Position, Range
from backends.python_analysis import all_nodes
from backends.text import LineIndex

LANGUAGE = "triton.language"
JIT = "triton.jit"
AUTOTUNE = "triton.autotune"
HEURISTICS = "triton.heuristics"
_SAME = {"triton.runtime.jit": JIT, "triton.runtime.jit.jit": JIT, "triton.runtime.autotuner.autotune": AUTOTUNE}
_LIBDEVICE = ("triton.language.extra.cuda.libdevice", "triton.language.extra.hip.libdevice")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a kernel."""

    name: str
    node: ast.arg
    constexpr: bool
    default: ast.expr | None
    keyword_only: bool = False

    @property
    def annotation(self) -> str:
        return "" if self.node.annotation is None else ast.unparse(self.node.annotation)


@dataclass(frozen=True)
class Kernel:
    """A function under ``@triton.jit``. ``jit``, ``autotune`` and ``heuristics`` are its decorators."""

    name: str
    node: ast.FunctionDef
    parameters: tuple[Parameter, ...]
    jit: ast.expr
    autotune: ast.Call | None = None
    heuristics: ast.Call | None = None
    wrapped: bool = False
    """Under a decorator of somebody else's, which may change how it is launched."""

    @cached_property
    def by_name(self) -> Mapping[str, Parameter]:
        return {p.name: p for p in self.parameters}

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the function, decorators included."""
        return all_nodes(self.node)

    @cached_property
    def body_nodes(self) -> list[ast.AST]:
        """The nodes of the body, without those of functions inside it."""
        return list(own_nodes(self.node))

    @cached_property
    def bound_names(self) -> frozenset[str]:
        """Parameters and everything assigned."""
        stored = (n.id for n in self.nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
        return frozenset(stored) | frozenset(self.by_name)

    @cached_property
    def uses_program_id(self) -> bool:
        return any(isinstance(n, ast.Attribute) and n.attr in ("program_id", "num_programs") for n in self.nodes)

    @cached_property
    def returns_value(self) -> bool:
        return any(isinstance(n, ast.Return) and not _is_none(n.value) for n in self.body_nodes)


@dataclass(frozen=True)
class Launch:
    """``kernel[grid](...)``; ``grid`` is ``None`` where the brackets are missing. ``function`` is what it stands in."""

    kernel: str
    call: ast.Call
    grid: ast.expr | None
    function: ast.FunctionDef | None


@dataclass(frozen=True)
class SourceModel:
    """A parsed file."""

    code: str
    tree: ast.Module
    lines: LineIndex
    aliases: Mapping[str, str]
    kernels: Mapping[str, Kernel]
    functions: Mapping[str, ast.FunctionDef]
    """Functions at module level that are not kernels."""
    launches: tuple[Launch, ...]
    calls_without_grid: tuple[Launch, ...]
    constants: Mapping[str, ast.expr] = field(default_factory=dict)
    """Names assigned exactly once at module level, with their values."""
    assigned: frozenset[str] = frozenset()
    """Every name bound at module level in some other way than by an import or a function."""

    def dotted(self, node: ast.expr, shadowed: frozenset[str] = frozenset()) -> str | None:
        """The full name of ``tl.math.exp`` (``triton.language.math.exp``); ``None`` for anything else."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id in shadowed or node.id not in self.aliases:
            return None
        name = ".".join([self.aliases[node.id], *reversed(parts)])
        for libdevice in _LIBDEVICE:
            if name == libdevice or name.startswith(libdevice + "."):
                return "triton.language.extra.libdevice" + name[len(libdevice) :]
        return _SAME.get(name, name)

    def range_of(self, node: ast.AST) -> Range:
        """Where a node is; ``ast`` counts columns in UTF-8 bytes."""
        start = self._position(getattr(node, "lineno", 1), getattr(node, "col_offset", 0))
        end_line = getattr(node, "end_lineno", None)
        end_column = getattr(node, "end_col_offset", None)
        if end_line is None or end_column is None:
            return Range(start, Position(start.line, start.column + 1))
        return Range(start, self._position(end_line, end_column))

    def _position(self, line: int, byte_column: int) -> Position:
        return Position(line - 1, self.lines.column_of_byte(line - 1, byte_column))

    def text_of(self, node: ast.AST) -> str:
        """The source of a node as it stands."""
        return self.text_at(self.range_of(node))

    def text_at(self, at: Range) -> str:
        return self.code[self.lines.offset(at.start) : self.lines.offset(at.end)]

    def name_range(self, node: ast.FunctionDef) -> Range:
        """The name after ``def``."""
        line = node.lineno - 1
        column = self.lines.line_text(line).find(node.name, self.lines.column_of_byte(line, node.col_offset))
        column = max(column, 0)
        return Range.of(line, column, line, column + len(node.name))

    def launches_of(self, kernel: str) -> tuple[Launch, ...]:
        return tuple(launch for launch in self.launches if launch.kernel == kernel)

    @cached_property
    def called_by_kernels(self) -> frozenset[str]:
        """Kernels that other kernels (or they themselves) call."""
        return frozenset(
            node.func.id
            for kernel in self.kernels.values()
            for node in kernel.nodes
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in self.kernels
        )

    def is_entry(self, kernel: Kernel) -> bool:
        """Whether the kernel is launched, rather than called: its parameters are then scalars and pointers."""
        if kernel.name in self.called_by_kernels:
            return False
        if not kernel.wrapped and any(launch.kernel == kernel.name for launch in self.launches):
            return True
        return kernel.uses_program_id and not kernel.returns_value


def source_model(code: str, tree: ast.Module, lines: LineIndex) -> SourceModel:
    """Read a parsed file."""
    aliases: dict[str, str] = {}
    definitions: list[ast.FunctionDef] = []
    calls: list[tuple[ast.Call, ast.FunctionDef | None]] = []
    for node, function in _with_functions(tree):
        if isinstance(node, ast.Call):
            calls.append((node, function))
        elif isinstance(node, ast.FunctionDef):
            definitions.append(node)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            _import(node, aliases)
    draft = SourceModel(code, tree, lines, aliases, {}, {}, (), ())
    kernels: dict[str, Kernel] = {}
    functions: dict[str, ast.FunctionDef] = {}
    inside_kernels: set[int] = set()
    for definition in definitions:
        kernel = _kernel(definition, draft)
        if kernel is not None:
            inside_kernels |= {id(n) for n in kernel.nodes if isinstance(n, ast.Call)}
            kernels.setdefault(definition.name, kernel)
        elif definition in tree.body:
            functions[definition.name] = definition
    launches: list[Launch] = []
    bare: list[Launch] = []
    for call, function in calls:
        if id(call) in inside_kernels:
            continue
        found = _launch(call, function, kernels)
        if found is not None:
            (launches if found.grid is not None else bare).append(found)
    constants, assigned = _module_names(tree)
    return SourceModel(
        code, tree, lines, aliases, kernels, functions, tuple(launches), tuple(bare), constants, assigned
    )


def _with_functions(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.FunctionDef | None]]:
    """Every node with the innermost function it stands in."""
    waiting: list[tuple[ast.AST, ast.FunctionDef | None]] = [(tree, None)]
    for node, function in waiting:
        yield node, function
        inner = node if isinstance(node, ast.FunctionDef) else function
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                waiting.extend([(item, inner) for item in value if isinstance(item, ast.AST)])
            elif isinstance(value, ast.AST) and value._fields:
                waiting.append((value, inner))


def own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function's body, without those of functions and classes inside it."""
    waiting: list[ast.AST] = list(function.body)
    for node in waiting:
        yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                waiting.extend([item for item in value if isinstance(item, ast.AST)])
            elif isinstance(value, ast.AST) and value._fields:
                waiting.append(value)


def _is_none(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def _import(node: ast.Import | ast.ImportFrom, aliases: dict[str, str]) -> None:
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            if node.module and not node.level:
                aliases[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        else:
            top = alias.name.partition(".")[0]
            aliases[alias.asname or top] = alias.name if alias.asname else top


def _kernel(node: ast.FunctionDef, model: SourceModel) -> Kernel | None:
    jit: ast.expr | None = None
    calls: dict[str, ast.Call] = {}
    wrapped = False
    for decorator in node.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = model.dotted(target)
        if name == JIT:
            jit = decorator
        elif name in (AUTOTUNE, HEURISTICS) and isinstance(decorator, ast.Call):
            calls[name] = decorator
        else:
            wrapped = True
    if jit is None:
        return None
    parameters = parameters_of(node, model)
    return Kernel(node.name, node, parameters, jit, calls.get(AUTOTUNE), calls.get(HEURISTICS), wrapped)


def parameters_of(node: ast.FunctionDef, model: SourceModel) -> tuple[Parameter, ...]:
    """The parameters of a function as a kernel's."""
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    pairs = [(a, d, False) for a, d in zip(positional, defaults, strict=True)]
    pairs += [(a, d, True) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    return tuple(Parameter(a.arg, a, _is_constexpr(a.annotation, model), d, only) for a, d, only in pairs)


def _is_constexpr(annotation: ast.expr | None, model: SourceModel) -> bool:
    if annotation is None:
        return False
    if isinstance(annotation, ast.Constant):
        return isinstance(annotation.value, str) and "constexpr" in annotation.value
    name = model.dotted(annotation)
    return (name or ast.unparse(annotation)).rpartition(".")[2] == "constexpr"


def _launch(call: ast.Call, function: ast.FunctionDef | None, kernels: Mapping[str, Kernel]) -> Launch | None:
    target = call.func
    if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and target.value.id in kernels:
        return Launch(target.value.id, call, target.slice, function)
    if isinstance(target, ast.Name) and target.id in kernels:
        return Launch(target.id, call, None, function)
    return None


def _module_names(tree: ast.Module) -> tuple[dict[str, ast.expr], frozenset[str]]:
    values: dict[str, ast.expr] = {}
    counted: dict[str, int] = {}
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    values[target.id] = node.value
        for inner in all_nodes(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                counted[inner.id] = counted.get(inner.id, 0) + 1
    once = {name: value for name, value in values.items() if counted.get(name) == 1}
    return once, frozenset(counted)
