"""Follows a kernel's body as the compiler would, with values of which only shape and type are known, and reports misuse.

The rules are those of triton's ``compiler/code_generator.py`` and ``language/semantic.py``: an error is reported only where
they raise for every launch. Loops are followed twice, so that what they carry is known before anything is reported.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Protocol

from backends.outcome import Severity
from backends.triton import control_flow, kernel_expressions, syntax_rules
from backends.triton.api_table import ApiTable
from backends.triton.kernel_values import POINTER, UNKNOWN, Access, Bound, Kind, Value, join, tensor, unknown_constant
from backends.triton.source_model import Kernel, SourceModel

Scope = dict[str, Value]


class Report(Protocol):
    def __call__(
        self, node: ast.AST, code: str, message: str, severity: Severity = Severity.ERROR, **data: Any
    ) -> None: ...


class KernelInference:
    """One kernel. ``pointers`` are the parameters that addresses start from; ``entry`` whether it is launched."""

    def __init__(
        self, model: SourceModel, kernel: Kernel, api: ApiTable, pointers: frozenset[str], entry: bool, report: Report
    ) -> None:
        self.model = model
        self.kernel = kernel
        self.api = api
        self.scope: Scope = {}
        self.assignments: dict[str, ast.stmt] = {}
        """The statement that last gave a name its value."""
        self.dropped: dict[str, str] = {}
        """Names that were assigned only inside a loop or branch which is over, with its keyword."""
        self._report = report
        self._quiet = 0
        self.accesses: list[Access] = []
        self.bounds: list[Bound] = []
        self.conditional = 0
        """Depth of ``if`` on constexprs whose value is not known: only some launches get there."""
        self.loops = 0
        self.loop: ast.For | ast.While | None = None
        """The innermost loop around the current statement."""
        for parameter in kernel.parameters:
            name = parameter.name
            if parameter.constexpr and entry:
                self.scope[name] = replace(unknown_constant(name), parameter=name)
            elif name in pointers and entry:
                self.scope[name] = tensor((), POINTER, base=name, parameter=name)
            elif entry and parameter.node.annotation is None:
                self.scope[name] = tensor((), parameter=name)
            else:
                self.scope[name] = UNKNOWN
        self.locals = kernel.bound_names

    def run(self) -> None:
        self._block(self.kernel.node.body)

    def report(self, node: ast.AST, code: str, message: str, severity: Severity = Severity.ERROR, **data: Any) -> None:
        if not self._quiet:
            self._report(node, code, message, severity, **data)

    @property
    def reporting(self) -> bool:
        return not self._quiet

    @contextmanager
    def quiet(self) -> Iterator[None]:
        self._quiet += 1
        try:
            yield
        finally:
            self._quiet -= 1

    def evaluate(self, node: ast.expr) -> Value:
        """What is known of an expression here; reports what is wrong with it."""
        return kernel_expressions.evaluate(self, node)

    def broadcast(self, node: ast.AST, left: Value, right: Value) -> Any:
        """The common shape of two operands; reports extents that cannot be reconciled."""
        return kernel_expressions.broadcast(self, node, left, right)

    def dotted(self, node: ast.expr) -> str | None:
        return self.model.dotted(node, self.locals)

    # Statements -------------------------------------------------------------------------------------------------------

    def _block(self, body: list[ast.stmt]) -> bool:
        """True when the block surely returns."""
        return any(self._statement(statement) for statement in body)

    def _statement(self, node: ast.stmt) -> bool:
        if not self._quiet:
            syntax_rules.check_statement(self, node)
        match node:
            case ast.Assign(targets=[target], value=value):
                self._assign(target, self.evaluate(value), node)
            case ast.AnnAssign(target=target, value=value):
                self._annotated(node, target, value)
            case ast.AugAssign(target=ast.Name(id=name) as target):
                binary = ast.BinOp(ast.Name(name, ast.Load()), node.op, node.value)
                ast.copy_location(binary, node)
                ast.copy_location(binary.left, target)
                self._assign(target, self.evaluate(binary), node)
            case ast.If():
                return self._if(node)
            case ast.For():
                self._for(node)
            case ast.While():
                self._while(node)
            case ast.Return(value=value):
                if value is not None:
                    self.evaluate(value)
                return True
            case ast.Expr(value=value):
                self.evaluate(value)
            case ast.Assert(test=test):
                self.evaluate(test)
            case ast.With(items=items, body=body):
                for item in items:
                    self.evaluate(item.context_expr)
                return self._block(body)
            case _:
                # Not part of the language; ``syntax_rules`` says so. What it binds is unknown from here on.
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                        self.scope[inner.id] = UNKNOWN
        return False

    def _annotated(self, node: ast.AnnAssign, target: ast.expr, value: ast.expr | None) -> None:
        if not isinstance(target, ast.Name) or value is None:
            return
        found = self.evaluate(value)
        if ast.unparse(node.annotation).rpartition(".")[2] == "constexpr":
            if not found.is_constant and found.kind not in (Kind.DTYPE, Kind.UNKNOWN, Kind.TUPLE):
                found = UNKNOWN
            self.scope[target.id] = found
            self.assignments[target.id] = node
        else:
            self._assign(target, found, node)

    def _assign(self, target: ast.expr, value: Value, node: ast.stmt) -> None:
        if isinstance(target, ast.Name):
            self.assignments[target.id] = node
            self.scope[target.id] = self.stored(value, target.id)
            self.dropped.pop(target.id, None)
        elif isinstance(target, (ast.Tuple, ast.List)):
            if value.kind is Kind.TENSOR and (value.is_block or value.dtype is not None):
                self.report(node, "unpack-tensor", "a tensor cannot be unpacked")
            items = value.items if value.kind is Kind.TUPLE and len(value.items) == len(target.elts) else ()
            for index, part in enumerate(target.elts):
                self._assign(part, items[index] if items else UNKNOWN, node)

    def stored(self, value: Value, name: str) -> Value:
        """A constexpr that is assigned without the annotation becomes a tensor (``_sanitize_target_value``)."""
        if value.is_constant:
            if value.known and isinstance(value.value, str):
                statement = self.assignments.get(name)
                if statement is not None:
                    self.report(
                        statement, "string-assignment",
                        f"text cannot be assigned in a kernel unless the name is constexpr: `{name}: tl.constexpr = ...`", name=name,
                    )  # fmt: skip
            if value.known and (value.value is None or isinstance(value.value, str)):
                return value
            kind = None
            if value.known:
                kinds = {bool: "int1", int: "int32", float: "float32"}
                kind = kinds.get(type(value.value))
            return tensor((), kind, folded=True, text=value.text)
        if value.kind is Kind.TENSOR and value.ranges and not value.is_pointer:
            # From here on these offsets go by this name, which is what masks are about.
            return replace(value, ranges=value.ranges | {name})
        return value

    def _if(self, node: ast.If) -> bool:
        test = self.evaluate(node.test)
        control_flow.check_condition(self, node.test, test, "if")
        if test.is_constant and test.known:
            return self._block(node.body if test.value else node.orelse)
        if self.loops and test.kind is Kind.TENSOR and any(isinstance(n, ast.Return) for n in ast.walk(node)):
            self.report(node, "loop-return", "a kernel cannot `return` from inside a loop")
        static = test.kind is not Kind.TENSOR
        self.conditional += static
        before = dict(self.scope)
        returned = self._block(node.body)
        after, self.scope = self.scope, dict(before)
        other_returned = self._block(node.orelse)
        self.conditional -= static
        if returned and not other_returned:
            return False
        if other_returned and not returned:
            self.scope = after
            return False
        if not static:
            control_flow.check_branches(self, node, before, after, self.scope)
            for name in (after.keys() ^ self.scope.keys()) - before.keys():
                self.dropped[name] = "if"
                after.pop(name, None)
                self.scope.pop(name, None)
        self.scope = _joined(after, self.scope)
        return returned and other_returned and bool(node.orelse)

    def _for(self, node: ast.For) -> None:
        index = control_flow.iteration(self, node)
        if not isinstance(node.target, ast.Name):
            self._assign(node.target, UNKNOWN, node)
        else:
            self.scope[node.target.id] = index
        self._loop(node, node.body, node.target.id if isinstance(node.target, ast.Name) else "")

    def _while(self, node: ast.While) -> None:
        with self.quiet():
            test = self.evaluate(node.test)
        self._loop(node, node.body, "", node.test)
        control_flow.check_condition(self, node.test, test, "while")

    def _loop(self, node: ast.For | ast.While, body: list[ast.stmt], index: str, test: ast.expr | None = None) -> None:
        before = dict(self.scope)
        static = isinstance(node, ast.For) and control_flow.is_static(self, node)
        self.loops += not static
        outer, self.loop = self.loop, node
        started = dict(self.assignments)
        with self.quiet():
            self._block(body)
        after = self.scope
        for name in before.keys() & after.keys():
            if name != index and before[name] is not after[name] and not static:
                control_flow.check_carried(self, node, name, before[name], after[name], started.get(name))
        self.scope = _joined(before, {**before, **after})
        if test is not None:
            self.evaluate(test)
        self._block(body)
        self.loops -= not static
        self.loop = outer
        self.scope = _joined(before, {**before, **self.scope})
        for name in (after.keys() | self.scope.keys()) - before.keys():
            if static:
                self.scope.setdefault(name, after.get(name, UNKNOWN))
            else:
                self.scope.pop(name, None)
                self.dropped[name] = "while" if isinstance(node, ast.While) else "for"
        for statement in node.orelse[:1]:
            self.report(statement, "loop-else", "`else` after a loop is not supported in a kernel")


def _joined(a: Mapping[str, Value], b: Mapping[str, Value]) -> Scope:
    """Names of both branches; of one that only a branch has, nothing is known: the other may be the one compiled."""
    return {name: join(a[name], b[name]) if name in a and name in b else UNKNOWN for name in {**a, **b}}
