"""Follows a kernel's body as the compiler would, with values of which only shape and type are known, and reports misuse.

The rules are those of triton's ``compiler/code_generator.py`` and ``language/semantic.py``: an error is reported only where
they raise for every launch. Loops are followed twice, so that what they carry is known before anything is reported.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Protocol

from backends.outcome import Severity
from backends.triton import call_rules, syntax_rules, tl_functions
from backends.triton.api_table import LANGUAGE, ApiTable
from backends.triton.kernel_values import (
    NO_VALUE,
    POINTER,
    UNKNOWN,
    Kind,
    Value,
    arithmetic_type,
    broadcast,
    constant,
    join,
    tensor,
    traits,
    unknown_constant,
)
from backends.triton.source_model import Kernel, SourceModel

Scope = dict[str, Value]


class Report(Protocol):
    def __call__(
        self, node: ast.AST, code: str, message: str, severity: Severity = Severity.ERROR, **data: Any
    ) -> None: ...


_FOLDABLE: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Div: lambda a, b: a / b,
    ast.Mod: lambda a, b: a % b,
    ast.LShift: lambda a, b: a << b if 0 <= b < 64 else NO_VALUE,
    ast.RShift: lambda a, b: a >> b,
    ast.Pow: lambda a, b: a**b if abs(b) < 64 and abs(a) < 1 << 32 else NO_VALUE,
}
_COMPARES: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
}


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
        self.accesses: list[tl_functions.Access] = []
        self.bounds: list[tl_functions.Bound] = []
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

    def dotted(self, node: ast.expr) -> str | None:
        return self.model.dotted(node, self.locals)

    # Statements -------------------------------------------------------------------------------------------------------

    def _block(self, body: list[ast.stmt]) -> bool:
        """True when the block surely returns."""
        for statement in body:
            if self._statement(statement):
                return True
        return False

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
            self.scope[target.id] = self._stored(value, target.id)
            self.dropped.pop(target.id, None)
        elif isinstance(target, (ast.Tuple, ast.List)):
            if value.kind is Kind.TENSOR and (value.is_block or value.dtype is not None):
                self.report(node, "unpack-tensor", "a tensor cannot be unpacked")
            items = value.items if value.kind is Kind.TUPLE and len(value.items) == len(target.elts) else ()
            for index, part in enumerate(target.elts):
                self._assign(part, items[index] if items else UNKNOWN, node)

    def _stored(self, value: Value, name: str) -> Value:
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
        self._condition(node.test, test, "if")
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
            self._branches(node, before, after, self.scope)
            for name in (after.keys() ^ self.scope.keys()) - before.keys():
                self._drop(name, "if")
                after.pop(name, None)
                self.scope.pop(name, None)
        self.scope = _joined(after, self.scope)
        return returned and other_returned and bool(node.orelse)

    def _branches(self, node: ast.If, before: Scope, after: Scope, other: Scope) -> None:
        """A variable must keep its type and shape through a branch (``visit_then_else_blocks``)."""
        for name, first in before.items():
            for later in (after.get(name, first), other.get(name, first)):
                if later is first or first.kind is not Kind.TENSOR or later.kind is not Kind.TENSOR:
                    continue
                types = first.exact and later.exact and first.dtype != later.dtype
                ranks = first.shape is not None and later.shape is not None and len(first.shape) != len(later.shape)
                if types or ranks:
                    assigned = next(
                        (s for s in ast.walk(node) if isinstance(s, (ast.Assign, ast.AugAssign)) and _binds(s, name)),
                        node,
                    )
                    self.report(
                        assigned, "branch-type",
                        f"`{name}` is {first.described()} before `if` and {later.described()} in it; give it one type and shape",
                        name=name, before=first.described(), later=later.described(),
                    )  # fmt: skip
                    break

    def _drop(self, name: str, keyword: str) -> None:
        self.dropped[name] = keyword

    def _condition(self, node: ast.expr, test: Value, word: str) -> None:
        if not test.is_block:
            return
        text = self.model.text_of(node)
        self.report(
            node,
            "tensor-condition",
            f"`{word}` needs one truth value, but `{text}` is a block of them ({test.described()}); use `tl.where` or a mask",
            form=word,
        )

    def _for(self, node: ast.For) -> None:
        index = self._iteration(node)
        if not isinstance(node.target, ast.Name):
            self._assign(node.target, UNKNOWN, node)
        else:
            self.scope[node.target.id] = index
        self._loop(node, node.body, node.target.id if isinstance(node.target, ast.Name) else "")

    def _iteration(self, node: ast.For) -> Value:
        """The loop's index, after its iterator has been looked at."""
        call = node.iter
        if not isinstance(call, ast.Call):
            self.evaluate(call)
            if isinstance(call, (ast.List, ast.Tuple, ast.Name, ast.Constant)):
                self.report(
                    call, "loop-iterator", "a loop in a kernel runs over `range(...)`, `tl.range(...)` or `tl.static_range(...)` only"
                )  # fmt: skip
            return UNKNOWN
        name = self.dotted(call.func)
        builtin = isinstance(call.func, ast.Name) and call.func.id == "range" and "range" not in self.locals
        if not builtin and name not in (f"{LANGUAGE}.range", f"{LANGUAGE}.static_range"):
            self.evaluate(call)
            if isinstance(call.func, ast.Name) and call.func.id in (
                "enumerate",
                "zip",
                "reversed",
                "list",
                "map",
                "filter",
            ):
                self.report(
                    call, "loop-iterator",
                    f"`{call.func.id}` cannot be used in a kernel; a loop runs over `range(...)`, `tl.range(...)` or `tl.static_range(...)`",
                )  # fmt: skip
            return UNKNOWN
        bounds = [(argument, self.evaluate(argument)) for argument in call.args]
        for keyword in call.keywords if builtin else ():
            text = "range() takes no keyword arguments"
            self.report(keyword, "unknown-keyword", text, function="range", keyword=keyword.arg)
        for keyword in call.keywords:
            found = self.evaluate(keyword.value)
            if not builtin and keyword.arg in ("start", "end", "step"):
                bounds.append((keyword.value, found))
        for argument, bound in bounds:
            self._bound(argument, bound, name == f"{LANGUAGE}.static_range")
        if name == f"{LANGUAGE}.static_range":
            return unknown_constant(ast.unparse(node.target))
        return tensor((), "int32", **traits(*(b for _, b in bounds[:2])))

    def _bound(self, node: ast.expr, bound: Value, static: bool) -> None:
        if bound.is_block:
            self.report(node, "loop-bounds", f"a loop's bound must be one integer, not a block ({bound.described()})")
        elif bound.is_float or (bound.is_constant and isinstance(bound.value, float)):
            self.report(
                node,
                "loop-bounds",
                "a loop's bounds and step must be integers; use `//` or `.to(tl.int32)`",
                float=True,
            )
        elif static and bound.kind is Kind.TENSOR and bound.shape == ():
            self.report(
                node,
                "static-range-constexpr",
                "the bounds of `tl.static_range` must be constexpr; use `tl.range` for a value of the launch",
            )

    def _while(self, node: ast.While) -> None:
        with self.quiet():
            test = self.evaluate(node.test)
        self._loop(node, node.body, "", node.test)
        self._condition(node.test, test, "while")

    def _loop(self, node: ast.For | ast.While, body: list[ast.stmt], index: str, test: ast.expr | None = None) -> None:
        before = dict(self.scope)
        static = isinstance(node, ast.For) and self._is_static(node)
        self.loops += not static
        outer, self.loop = self.loop, node
        started = dict(self.assignments)
        with self.quiet():
            self._block(body)
        after = self.scope
        for name in before.keys() & after.keys():
            if name != index and before[name] is not after[name] and not static:
                self._carried(node, name, before[name], after[name], started.get(name))
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
                self._drop(name, "while" if isinstance(node, ast.While) else "for")
        for statement in node.orelse[:1]:
            self.report(statement, "loop-else", "`else` after a loop is not supported in a kernel")

    def _is_static(self, node: ast.For) -> bool:
        return isinstance(node.iter, ast.Call) and self.dotted(node.iter.func) == f"{LANGUAGE}.static_range"

    def _carried(
        self, node: ast.For | ast.While, name: str, first: Value, later: Value, start: ast.stmt | None
    ) -> None:
        """A variable must keep its type and shape through a loop (``_verify_loop_carried_variable``)."""
        if first.kind is not Kind.TENSOR or later.kind is not Kind.TENSOR:
            return
        types = first.exact and later.exact and first.dtype != later.dtype
        ranks = first.shape is not None and later.shape is not None and len(first.shape) != len(later.shape)
        if not types and not ranks:
            return
        assigned = next(
            (s for s in ast.walk(node) if isinstance(s, (ast.Assign, ast.AugAssign)) and _binds(s, name)), node
        )
        self.report(
            assigned,
            "loop-carried-type",
            f"`{name}` is {first.described()} before the loop and {later.described()} in it; give it one type and shape "
            "from the start",
            name=name,
            before=first.described(),
            later=later.described(),
            later_dtype=later.dtype,
            later_shape=None if later.shape is None else [d if d is None else str(d) for d in later.shape],
            first_dtype=first.dtype,
            ranks_differ=ranks,
            start_line=None if start is None else start.lineno - 1,
        )

    # Expressions ------------------------------------------------------------------------------------------------------

    def evaluate(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=value):
                return constant(value)
            case ast.Name(id=name):
                return self._name(node, name)
            case ast.BinOp():
                return self._binary(node)
            case ast.UnaryOp():
                return self._unary(node)
            case ast.Compare():
                return self._compare(node)
            case ast.BoolOp():
                return self._logical(node)
            case ast.IfExp():
                return self._conditional(node)
            case ast.Call():
                return tl_functions.call(self, node)
            case ast.Subscript():
                return self._subscript(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                return Value(Kind.TUPLE, items=tuple(self.evaluate(e) for e in elements))
            case ast.NamedExpr(target=target, value=value):
                found = self.evaluate(value)
                self.scope[target.id] = self._stored(found, target.id)
                return found
            case ast.Starred(value=value):
                self.evaluate(value)
            case ast.JoinedStr():
                return unknown_constant("")
        return UNKNOWN

    def _name(self, node: ast.Name, name: str) -> Value:
        if name in self.scope:
            return self.scope[name]
        if name in self.dropped:
            self.report(
                node,
                "branch-variable",
                f"`{name}` was assigned only inside `{self.dropped[name]}`, which decides when the kernel runs; assign it before",
                name=name,
                keyword=self.dropped[name],
            )
        if name in self.locals:
            return UNKNOWN
        value = self.model.constants.get(name)
        if isinstance(value, ast.Call) and (self.model.dotted(value.func) or "").endswith(".constexpr"):
            return unknown_constant(name)
        dotted = self.model.dotted(node)
        if dotted is not None and dotted.startswith(f"{LANGUAGE}.") and dotted.rpartition(".")[2] in self.api.dtypes:
            return Value(Kind.DTYPE, text=dotted.rpartition(".")[2])
        return UNKNOWN

    def _attribute(self, node: ast.Attribute) -> Value:
        dotted = self.dotted(node)
        if dotted is not None:
            tail = dotted.rpartition(".")[2]
            if dotted == f"{LANGUAGE}.{tail}" and tail in self.api.dtypes:
                return Value(Kind.DTYPE, text=tail)
            call_rules.check_dotted(self, node, dotted)
            if dotted.startswith("math.") and tail in ("pi", "e", "inf", "tau", "nan"):
                return constant(0.5, dotted)
            return UNKNOWN
        owner = self.evaluate(node.value)
        if owner.kind is not Kind.TENSOR:
            return UNKNOWN
        if node.attr == "shape" and owner.shape is not None:
            dims = [
                unknown_constant(d) if isinstance(d, str) else constant(d) if d is not None else unknown_constant("")
                for d in owner.shape
            ]
            return Value(Kind.TUPLE, items=tuple(dims))
        if node.attr == "dtype":
            return Value(Kind.DTYPE, text=owner.dtype or "") if owner.dtype != POINTER else UNKNOWN
        if node.attr == "T" and owner.shape is not None and not owner.parameter:
            if len(owner.shape) == 2:
                return replace(owner, shape=owner.shape[::-1])
            self.report(node, "axis", f"`.T` needs a block of rank 2, not {len(owner.shape)}", rank=len(owner.shape))
        elif (
            (owner.is_block or owner.dtype is not None) and not owner.parameter and node.attr not in self.api.attributes
        ):
            call_rules.unknown_method(self, node, node.attr)
        return UNKNOWN

    def _binary(self, node: ast.BinOp) -> Value:
        left, right = self.evaluate(node.left), self.evaluate(node.right)
        if isinstance(node.op, ast.MatMult):
            self.report(node, "matmul-operator", "`@` is not supported in a kernel; use `tl.dot`")
            return UNKNOWN
        if left.is_constant and right.is_constant:
            return self._folded(node, left, right)
        if left.kind in (Kind.UNKNOWN, Kind.TUPLE, Kind.DTYPE) or right.kind in (Kind.UNKNOWN, Kind.TUPLE, Kind.DTYPE):
            return Value(**traits(left, right)) if Kind.TUPLE not in (left.kind, right.kind) else UNKNOWN
        if isinstance(node.op, ast.Pow):
            self.report(
                node, "power-operator", "`**` is not supported on tensors; multiply, or use `tl.exp2`, `tl.exp`"
            )
            return UNKNOWN
        if left.is_pointer or right.is_pointer:
            return self._address(node, left, right)
        shape = self.broadcast(node, left, right)
        wrapped = isinstance(node.op, ast.Mod)
        facts = traits(left, right)
        facts["wrapped"] = facts["wrapped"] or wrapped
        return tensor(shape, arithmetic_type(left, right, isinstance(node.op, ast.Div)), **facts)

    def _folded(self, node: ast.BinOp, left: Value, right: Value) -> Value:
        text = ast.unparse(node)
        if left.known and right.known and type(node.op) in _FOLDABLE:
            try:
                found = _FOLDABLE[type(node.op)](left.value, right.value)
            except (TypeError, ValueError, ArithmeticError):
                return unknown_constant(text)
            if found is not NO_VALUE:
                return constant(found, text)
        if isinstance(node.op, ast.Div):
            return Value(Kind.CONSTANT, (), value=0.5, text=text)
        return unknown_constant(text)

    def _address(self, node: ast.BinOp, left: Value, right: Value) -> Value:
        pointer, offset = (left, right) if left.is_pointer else (right, left)
        shape = self.broadcast(node, left, right)
        if not isinstance(node.op, ast.Add | ast.Sub) or (left.is_pointer and right.is_pointer):
            self.report(node, "pointer-arithmetic", "only an integer can be added to a pointer or subtracted from it")
            return UNKNOWN
        if offset.is_float or (offset.is_constant and isinstance(offset.value, float)):
            where = node.right if left.is_pointer else node.left
            self.report(
                where,
                "pointer-offset",
                f"an address is offset by a {offset.dtype or 'float'}; offsets must be integers (use `//` or `.to(tl.int32)`)",
            )
        return tensor(shape, POINTER, **(traits(left, right) | {"base": pointer.base}))

    def broadcast(self, node: ast.AST, left: Value, right: Value) -> Any:
        shape, clash = broadcast(left, right)
        if clash is not None:
            index, x, y = clash
            self.report(
                node,
                "shape-mismatch",
                f"shapes {_shape_text(left)} and {_shape_text(right)} do not fit: {x} and {y} in dimension {index}",
                left=_shape_text(left),
                right=_shape_text(right),
            )
        return shape

    def _unary(self, node: ast.UnaryOp) -> Value:
        operand = self.evaluate(node.operand)
        if operand.is_constant:
            text = ast.unparse(node)
            if operand.known and isinstance(node.op, ast.USub) and isinstance(operand.value, (int, float)):
                return constant(-operand.value, text)
            if operand.known and isinstance(node.op, ast.Not):
                return constant(not operand.value, text)
            return unknown_constant(text)
        if operand.kind is not Kind.TENSOR:
            return UNKNOWN
        if isinstance(node.op, ast.Not):
            if operand.dtype not in (None, "int1", POINTER):
                text = self.model.text_of(node.operand)
                self.report(
                    node,
                    "logical-not",
                    f"`not` needs a boolean, and `{text}` is {operand.described()}; compare it with 0",
                )
            return replace(operand, dtype="int1")
        return operand

    def _compare(self, node: ast.Compare) -> Value:
        operands = [self.evaluate(node.left), *(self.evaluate(c) for c in node.comparators)]
        if any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops):
            return unknown_constant(ast.unparse(node))
        for op in node.ops:
            if isinstance(op, (ast.In, ast.NotIn)):
                self.report(node, "unsupported-syntax", "`in` is not supported in a kernel", syntax=type(op).__name__)
                return UNKNOWN
        if all(o.is_constant for o in operands):
            if len(operands) == 2 and all(o.known for o in operands):
                try:
                    return constant(
                        _COMPARES[type(node.ops[0])](operands[0].value, operands[1].value), ast.unparse(node)
                    )
                except TypeError:
                    return unknown_constant(ast.unparse(node))
            return unknown_constant(ast.unparse(node))
        self._note_bound(node, operands)
        if any(o.kind is not Kind.TENSOR and not o.is_constant for o in operands):
            return Value(**traits(*operands))
        shape: Any = operands[0].shape
        for left, right in zip(operands, operands[1:], strict=False):
            shape = self.broadcast(node, left, right)
        return tensor(shape, "int1", **traits(*operands))

    def _note_bound(self, node: ast.Compare, operands: list[Value]) -> None:
        """``offs < n``, but not ``offs_m >= offs_n``."""
        ranged = [o for o in operands if o.ranges]
        if len(ranged) != 1 or not any(o.kind is Kind.TENSOR and o.shape == () for o in operands):
            return
        sides = [node.left, *node.comparators]
        side = sides[operands.index(ranged[0])]
        side = side.value if isinstance(side, ast.Subscript) else side
        # `start + offs < n` bounds the sum, not `offs`.
        if isinstance(side, ast.Name) and side.id in ranged[0].ranges and not self._quiet:
            self.bounds.append(tl_functions.Bound(node, frozenset({side.id}), self.loop))

    def _logical(self, node: ast.BoolOp) -> Value:
        values = [self.evaluate(v) for v in node.values]
        word = "and" if isinstance(node.op, ast.And) else "or"
        if any(v.is_block for v in values):
            symbol = "&" if word == "and" else "|"
            self.report(
                node, "logical-operator",
                f"`{word}` on blocks is deprecated in kernels; use `{symbol}` with parentheses around the comparisons",
                Severity.WARNING, operator=word,
            )  # fmt: skip
        if all(v.is_constant for v in values):
            return unknown_constant(ast.unparse(node))
        tensors = [v for v in values if not v.is_constant]
        if any(v.kind is not Kind.TENSOR for v in tensors):
            return Value(**traits(*tensors))
        shape = tensors[0].shape
        for left, right in zip(tensors, tensors[1:], strict=False):
            shape = self.broadcast(node, left, right)
        return tensor(shape, "int1", **traits(*tensors))

    def _conditional(self, node: ast.IfExp) -> Value:
        test = self.evaluate(node.test)
        if test.is_block:
            self.report(
                node,
                "tensor-condition",
                f"a conditional expression needs one truth value, but `{self.model.text_of(node.test)}` is a block of them; "
                "use `tl.where`",
                form="expression",
            )
        body, orelse = self.evaluate(node.body), self.evaluate(node.orelse)
        if test.is_constant and test.known:
            return body if test.value else orelse
        return join(body, orelse)

    def _subscript(self, node: ast.Subscript) -> Value:
        owner = self.evaluate(node.value)
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if owner.kind is Kind.TUPLE:
            index = self.evaluate(node.slice)
            if (
                index.is_constant
                and isinstance(index.value, int)
                and -len(owner.items) <= index.value < len(owner.items)
            ):
                return owner.items[index.value]
            return UNKNOWN
        if owner.kind is not Kind.TENSOR or owner.shape is None:
            return Value(**traits(owner)) if owner.kind is Kind.UNKNOWN else UNKNOWN
        if owner.parameter and owner.dtype is None:
            return UNKNOWN
        shape: list[Any] = []
        rest = list(owner.shape)
        for part in parts:
            if isinstance(part, ast.Constant) and part.value is None:
                shape.append(1)
            elif isinstance(part, ast.Slice) and part.lower is part.upper is part.step is None:
                if not rest:
                    self.report(
                        node, "tensor-index",
                        f"too many indices for a block of rank {len(owner.shape)}", rank=len(owner.shape),
                    )  # fmt: skip
                    return UNKNOWN
                shape.append(rest.pop(0))
            elif (
                isinstance(part, ast.Name)
                and part.id in self.scope
                and not self.scope[part.id].is_block
                and self.scope[part.id].kind is Kind.UNKNOWN
            ):
                return UNKNOWN
            else:
                self.report(
                    node,
                    "tensor-index",
                    "a block can be indexed only with `:` and `None`; load the element, or use `tl.sum(tl.where(...))`",
                )
                return UNKNOWN
        return replace(owner, shape=tuple(shape + rest))


def _joined(a: Mapping[str, Value], b: Mapping[str, Value]) -> Scope:
    """Names of both branches; of one that only a branch has, nothing is known: the other may be the one compiled."""
    return {name: join(a[name], b[name]) if name in a and name in b else UNKNOWN for name in {**a, **b}}


def _binds(node: ast.Assign | ast.AugAssign, name: str) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(n, ast.Name) and n.id == name for t in targets for n in ast.walk(t))


def _shape_text(value: Value) -> str:
    return "[" + ", ".join("?" if d is None else str(d) for d in value.shape or ()) + "]"
