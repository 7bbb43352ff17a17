"""Which CadQuery object each expression of a script is, as far as it can be known without running it.

A walk in program order over the module, into local functions where they are called. What is not certain is ``None``.
Drawn but not yet used edges and wires are followed too, since they belong to the chain and not to one object.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from backends.cadquery.api_table import Api, Member
from backends.cadquery.pending_geometry import Drawing, draw

MAX_CALL_DEPTH = 6
_FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Value:
    """``kind`` is ``module``, ``class``, ``instance``, ``method`` or ``function`` (a local one); ``name`` which."""

    kind: str
    name: str
    drawing: Drawing | None = field(default=None, compare=False)
    member: Member | None = field(default=None, compare=False)
    node: _FunctionNode | None = field(default=None, compare=False)
    faces: bool = field(default=False, compare=False)
    """The stack may hold faces, which extrusions take instead of drawn wires."""


@dataclass(frozen=True)
class ApiCall:
    """A call of a CadQuery class or method: ``owner`` is the class, ``member`` its ``__init__`` for a class."""

    node: ast.Call
    owner: str
    member: Member
    result: Value | None
    before: Value | None
    conditional: bool = False
    """Made below an ``if``, a loop or in a lambda, or in a function called from there."""


@dataclass(frozen=True)
class UnknownMember:
    """``.name`` that ``owner`` (a class, or a module by its full name) does not have."""

    node: ast.Attribute
    owner: str
    on_module: bool = False
    called: bool = False


Env = dict[str, Value | None]


class Inference:
    """Results are in ``calls``, ``unknown``, ``uncalled`` and ``undrawn``, each place once, and ``patched``: names that
    the script itself adds to CadQuery's classes."""

    def __init__(self, tree: ast.Module, api: Api) -> None:
        self.api = api
        self.calls: dict[ast.Call, ApiCall] = {}
        self.unknown: dict[ast.Attribute, UnknownMember] = {}
        self.unknown_imports: list[tuple[ast.alias, str]] = []
        self.uncalled: dict[ast.Attribute, Value] = {}
        self.undrawn: dict[ast.Call, str] = {}
        self.patched: set[str] = set()
        self.module_env: Env = {}
        self._called: set[ast.Attribute] = set()
        self._depth = 0
        self._analysed: dict[tuple[_FunctionNode, tuple[str, ...]], Value | None] = {}
        self._functions: list[_FunctionNode] = []
        self._scopes: dict[_FunctionNode, Env] = {}
        self._active: list[_FunctionNode] = []
        self._returns: list[list[Value | None]] = []
        self._run(tree.body, self.module_env)
        reached = {node for node, _ in self._analysed}
        for function in self._functions:
            if function not in reached:
                self._call_function(function, [], {})

    # statements

    def _run(self, body: Iterable[ast.stmt], env: Env) -> None:
        for statement in body:
            self._statement(statement, env)

    def _statement(self, node: ast.stmt, env: Env) -> None:
        match node:
            case ast.Import() | ast.ImportFrom():
                self._import(node, env)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                env[node.name] = Value("function", node.name, node=node) if not node.decorator_list else None
                self._functions.append(node)
                self._scopes[node] = env
            case ast.ClassDef():
                env[node.name] = None
                inner = dict(env)
                self._run(node.body, inner)
            case ast.Assign():
                value = self.evaluate(node.value, env)
                for target in node.targets:
                    self._bind(target, value, env)
            case ast.AnnAssign():
                value = self.evaluate(node.value, env) if node.value else None
                self._bind(node.target, value or self._annotated(node.annotation, env), env)
            case ast.AugAssign():
                self.evaluate(node.value, env)
                left = self.evaluate(node.target, env)
                self._bind(node.target, left if left and left.name == "Workplane" else None, env)
            case ast.Expr():
                self.evaluate(node.value, env)
            case ast.Return():
                value = self.evaluate(node.value, env) if node.value else None
                if self._returns:
                    self._returns[-1].append(value)
            case ast.If():
                self.evaluate(node.test, env)
                self._branches([node.body, node.orelse], env)
            case ast.For() | ast.AsyncFor():
                self.evaluate(node.iter, env)
                self._bind(node.target, None, env)
                self._branches([node.body, []], env)
                self._run(node.orelse, env)
            case ast.While():
                self.evaluate(node.test, env)
                self._branches([node.body, []], env)
            case ast.Try() | ast.TryStar():
                self._branches([[*node.body, *node.orelse], *(handler.body for handler in node.handlers)], env)
                self._run(node.finalbody, env)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    value = self.evaluate(item.context_expr, env)
                    if item.optional_vars is not None:
                        self._bind(item.optional_vars, value, env)
                self._run(node.body, env)
            case ast.Match():
                self.evaluate(node.subject, env)
                self._branches([case.body for case in node.cases] + [[]], env)
            case ast.Delete() | ast.Global() | ast.Nonlocal() | ast.Pass() | ast.Break() | ast.Continue():
                pass
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self.evaluate(child, env)

    def _branches(self, bodies: list[list[ast.stmt]], env: Env) -> None:
        """Run each alternative on its own; a name keeps its value only where all of them agree."""
        self._depth += 1
        ends = []
        for body in bodies:
            inner = dict(env)
            self._run(body, inner)
            ends.append(inner)
        self._depth -= 1
        for name in {name for end in ends for name in end}:
            values = [end.get(name) for end in ends]
            same = all(value == values[0] for value in values)
            merged = values[0] if same else None
            if merged is not None and any(value is not values[0] for value in values):
                merged = _blurred(merged)
            env[name] = merged

    def _import(self, node: ast.Import | ast.ImportFrom, env: Env) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.name if alias.asname else alias.name.split(".")[0]
                env[alias.asname or name] = self._module(name)
            return
        exported = self.api.modules.get(node.module or "", {}) if not node.level else {}
        for alias in node.names:
            if alias.name == "*":
                for name, what in exported.items():
                    env[name] = self._exported(what)
            else:
                if node.module == "cadquery" and not node.level and alias.name not in exported:
                    self.unknown_imports.append((alias, node.module))
                env[alias.asname or alias.name] = self._exported(exported.get(alias.name, ""))

    def _module(self, name: str) -> Value | None:
        return Value("module", name) if name in self.api.modules else None

    def _exported(self, what: str) -> Value | None:
        kind, _, name = what.partition(":")
        return Value(kind, name) if name else None

    def _bind(self, target: ast.expr, value: Value | None, env: Env) -> None:
        if isinstance(target, ast.Name):
            env[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            for item in target.elts:
                self._bind(item, None, env)
        elif isinstance(target, ast.Starred):
            self._bind(target.value, None, env)
        else:
            self._escape(value)
            if isinstance(target, ast.Attribute):
                owner = self.evaluate(target.value, env)
                if owner is not None and owner.kind == "class":
                    self.patched.add(target.attr)
            for child in ast.iter_child_nodes(target):
                if isinstance(child, ast.expr):
                    self.evaluate(child, env)

    def _annotated(self, annotation: ast.expr | None, env: Env) -> Value | None:
        """The object that a parameter or variable annotated with a CadQuery class holds."""
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            try:
                annotation = ast.parse(annotation.value, mode="eval").body
            except SyntaxError:
                return None
        if not isinstance(annotation, (ast.Name, ast.Attribute)):
            return None
        named = self.evaluate(annotation, env)
        return Value("instance", named.name, Drawing.unknown()) if named is not None and named.kind == "class" else None

    # expressions

    def evaluate(self, node: ast.expr, env: Env) -> Value | None:
        match node:
            case ast.Name():
                return env.get(node.id, self.module_env.get(node.id))
            case ast.Attribute():
                return self._attribute(node, env)
            case ast.Call():
                return self._call(node, env)
            case ast.BinOp():
                left, right = self.evaluate(node.left, env), self.evaluate(node.right, env)
                self._escape(right)
                return left if left and left.kind == "instance" and left.name in ("Workplane", "Vector") else None
            case ast.IfExp():
                self.evaluate(node.test, env)
                self._depth += 1
                one, other = self.evaluate(node.body, env), self.evaluate(node.orelse, env)
                self._depth -= 1
                return _blurred(one) if one == other else None
            case ast.NamedExpr():
                value = self.evaluate(node.value, env)
                self._bind(node.target, value, env)
                return value
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                self._nested(node, env)
                return None
            case ast.Await():
                return self.evaluate(node.value, env)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self._escape(self.evaluate(child, env))
        return None

    def _nested(
        self, node: ast.Lambda | ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, env: Env
    ) -> None:
        """Code that runs later or many times: names it binds are unknown in it."""
        inner = dict(env)
        self._depth += 1
        if isinstance(node, ast.Lambda):
            for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
                inner[argument.arg] = None
            self.evaluate(node.body, inner)
        else:
            for generator in node.generators:
                self.evaluate(generator.iter, inner)
                self._bind(generator.target, None, inner)
                for condition in generator.ifs:
                    self.evaluate(condition, inner)
            results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
            for result in results:
                self._escape(self.evaluate(result, inner))
        self._depth -= 1

    def _attribute(self, node: ast.Attribute, env: Env) -> Value | None:
        owner = self.evaluate(node.value, env)
        if owner is None:
            return None
        if owner.kind == "module":
            exported = self.api.modules[owner.name]
            if node.attr in exported:
                return self._exported(exported[node.attr])
            if not node.attr.startswith("_") and isinstance(node.ctx, ast.Load):
                self.unknown[node] = UnknownMember(node, owner.name, on_module=True, called=node in self._called)
            return None
        if owner.kind == "method" and not node.attr.startswith("_"):
            self.uncalled[node] = owner
            return None
        if owner.kind not in ("instance", "class") or node.attr.startswith("_"):
            return None
        member = self.api.member(owner.name, node.attr)
        if member is None:
            if isinstance(node.ctx, ast.Load) and owner.name in self.api.classes:
                self.unknown[node] = UnknownMember(node, owner.name, called=node in self._called)
            return None
        if member.callable:
            return Value("method", owner.name, owner.drawing, member, faces=owner.faces)
        return None

    def _call(self, node: ast.Call, env: Env) -> Value | None:
        if isinstance(node.func, ast.Attribute):
            self._called.add(node.func)
        function = self.evaluate(node.func, env)
        positional = [self.evaluate(a.value if isinstance(a, ast.Starred) else a, env) for a in node.args]
        keywords = {k.arg or "**": self.evaluate(k.value, env) for k in node.keywords}
        for value in (*positional, *keywords.values()):
            self._escape(value)
        if isinstance(node.func, ast.Name) and node.func.id == "setattr" and len(node.args) > 1:
            name = node.args[1]
            self.patched.add(str(name.value) if isinstance(name, ast.Constant) else "*")
        if function is None:
            return None
        if function.kind == "function" and function.node is not None:
            return _blurred(self._call_function(function.node, positional, keywords))
        if function.kind == "class":
            return self._construct(node, function)
        if function.kind == "method" and function.member is not None:
            return self._method(node, function, function.member)
        return None

    def _construct(self, node: ast.Call, owner: Value) -> Value:
        plane = node.args[0] if node.args else None
        plain = plane is None or (isinstance(plane, ast.Constant) and isinstance(plane.value, str))
        plain = plain and not any(keyword.arg in ("obj", None) for keyword in node.keywords)
        result = Value("instance", owner.name, Drawing(self._depth), faces=not plain)
        member = self.api.member(owner.name, "__init__")
        if member is not None:
            self.calls[node] = ApiCall(node, owner.name, member, result, None, self._depth > 0)
        return result

    def _method(self, node: ast.Call, method: Value, member: Member) -> Value | None:
        before = Value("instance", method.name, method.drawing, faces=method.faces)
        result: Value | None = None
        if member.returns == "self" or member.returns == method.name:
            result = before
        elif member.returns in self.api.classes:
            result = Value("instance", str(member.returns), Drawing.unknown())
        if method.name == "Workplane" and method.drawing is not None:
            effect = draw(method.drawing, member.name, node, self._depth, method.faces)
            if effect.missing:
                self.undrawn.setdefault(node, effect.missing)
            if result is not None:
                result = Value(result.kind, result.name, result.drawing, faces=effect.faces)
        previous = self.calls.get(node)
        if previous is None or previous.owner == method.name:
            self.calls[node] = ApiCall(node, method.name, member, result, before, self._depth > 0)
        return result

    def _call_function(
        self, function: _FunctionNode, positional: list[Value | None], keywords: dict[str, Value | None]
    ) -> Value | None:
        """What a local function returns for arguments of these kinds; recursion and deep calls are unknown."""
        arguments = [*function.args.posonlyargs, *function.args.args]
        key = (function, tuple(v.name if v and v.kind == "instance" else "" for v in (*positional, *keywords.values())))
        if key in self._analysed:
            return self._analysed[key]
        if function in self._active or len(self._active) >= MAX_CALL_DEPTH:
            return None
        scope = self._scopes.get(function, self.module_env)
        env: Env = {name: _blurred(value) for name, value in scope.items()}
        given = dict(zip((argument.arg for argument in arguments), positional, strict=False)) | keywords
        for argument in (*arguments, *function.args.kwonlyargs):
            value = given.get(argument.arg)
            env[argument.arg] = _blurred(value) or self._annotated(argument.annotation, self.module_env)
        for star in (function.args.vararg, function.args.kwarg):
            if star is not None:
                env[star.arg] = None
        self._active.append(function)
        self._returns.append([])
        self._run(function.body, env)
        self._active.pop()
        returned = self._returns.pop()
        result = returned[0] if returned and all(value == returned[0] for value in returned) else None
        if result is None:
            result = self._annotated(function.returns, self.module_env)
        self._analysed[key] = _blurred(result)
        return self._analysed[key]

    def _escape(self, value: Value | None) -> None:
        """Something else may draw on this chain from now on."""
        if value is not None and value.drawing is not None:
            value.drawing.blur()


def _blurred(value: Value | None) -> Value | None:
    """The same object with nothing known of what is drawn on it."""
    if value is None or value.kind != "instance":
        return value
    return Value(value.kind, value.name, Drawing.unknown())
