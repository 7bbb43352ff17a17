"""The size of the part a CadQuery script makes, estimated from its text: areas, heights and counts along each chain of calls.

It knows no positions, so that overlaps are counted twice and cuts outside the part are cut anyway; a model learns by how
much it errs. Nothing of the script is executed: its numbers are followed through assignments, loops and functions, within
a budget of steps.
"""

from __future__ import annotations

import ast
import math
import operator
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from icwm.facts.calls import called
from icwm.facts.part import Part, joined, shoelace

HABITS = (
    "extruded_nothing", "left_open", "not_positive", "revolved_nothing", "lofted_too_few", "cut_nothing", "holes_too_wide",
    "fillets_too_large", "shells_too_thick", "sections", "unions_of_nothing", "unknown_numbers", "known_numbers",
    "discarded_steps", "cut_more_than_there_is", "no_part", "text_numbers",
)  # fmt: skip
SUSPICIOUS = (
    "extruded_nothing", "left_open", "not_positive", "revolved_nothing", "cut_nothing", "holes_too_wide", "fillets_too_large",
    "shells_too_thick", "unions_of_nothing", "discarded_steps", "cut_more_than_there_is", "no_part", "text_numbers",
)  # fmt: skip
"""Those that right scripts seldom have."""
MAX_STEPS = 3000
MAX_TURNS = 64
"""Of a loop."""
MAX_DEPTH = 60

_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow,
}  # fmt: skip
_SIZED = frozenset(
    {
        "box",
        "cylinder",
        "sphere",
        "circle",
        "rect",
        "ellipse",
        "slot2D",
        "hole",
        "cboreHole",
        "fillet",
        "chamfer",
        "polygon",
    }
)
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "sin": math.sin, "cos": math.cos, "tan": math.tan, "radians": math.radians, "sqrt": math.sqrt, "hypot": math.hypot,
    "abs": abs, "min": min, "max": max, "float": float, "int": int, "round": round, "floor": math.floor, "ceil": math.ceil,
    "atan2": math.atan2, "degrees": math.degrees,
}  # fmt: skip


class PartEstimate:
    """``largest`` is the part of a script; ``most`` the largest radius or thickness that each operation was given."""

    def __init__(self, tree: ast.Module) -> None:
        self.classes = {n.name: n for n in tree.body if isinstance(n, ast.ClassDef)}
        in_classes = [n for c in self.classes.values() for n in c.body]
        self.functions = {n.name: n for n in [*in_classes, *tree.body] if isinstance(n, ast.FunctionDef)}
        self.fields: dict[str, float | Part | None] = {}
        """Of all objects together: a script seldom has two of a class."""
        self.scope: dict[str, float | Part | None] = {}
        self.most = dict.fromkeys(("fillet", "chamfer", "shell", "circle"), 0.0)
        self.largest = Part()
        self.habits: Counter[str] = Counter()
        """How often a step seems to lack what it works on; see ``HABITS``."""
        self.steps = 0
        self.depth = 0
        self._block(tree.body)
        self.habits["no_part"] = self.largest.volume == 0

    def number(self, node: ast.expr | None) -> float | None:
        """The value of an expression, ``None`` when it is not known."""
        match node:
            case ast.Constant(value=bool()):
                return None
            case ast.Constant(value=int() | float() as value):
                return float(value) if abs(value) < 1e300 else None
            case ast.UnaryOp(op=ast.USub()):
                inner = self.number(node.operand)
                return None if inner is None else -inner
            case ast.Name():
                held = self.scope.get(node.id)
                return held if isinstance(held, float) else None
            case ast.Attribute(attr="pi"):
                return math.pi
            case ast.Attribute():
                held = self.fields.get(node.attr)
                return held if isinstance(held, float) else None
            case ast.BinOp() if type(node.op) in _BINARY:
                left, right = self.number(node.left), self.number(node.right)
                if left is None or right is None:
                    return None
                return _finite(_BINARY[type(node.op)], (left, right))
            case ast.IfExp():
                return self.number(node.body)
            case ast.Call() if called(node) in _FUNCTIONS:
                given = [self.number(a) for a in node.args]
                return None if None in given else _finite(_FUNCTIONS[called(node)], [g for g in given if g is not None])
            case ast.Call(func=ast.Name(id=name)) if name in self.functions:
                result = self._called(self.functions[name], node)
                return result if isinstance(result, float) else None
        return None

    def _block(self, statements: Sequence[ast.stmt]) -> float | Part | None:
        """What it returns, if it does."""
        for statement in statements:
            self.steps += 1
            if self.steps > MAX_STEPS:
                return None
            if isinstance(statement, ast.Return):
                return self._value(statement.value) if statement.value is not None else None
            result = self._statement(statement)
            if result is not None:
                return result
        return None

    def _statement(self, node: ast.stmt) -> float | Part | None:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if (
                node.value is not None
            ):
                self.scope[name] = self._value(node.value)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
                held = [self._value(v) for v in values]
                self.scope |= {n.id: v for n, v in zip(names, held, strict=True) if isinstance(n, ast.Name)}
            case ast.Assign(targets=[ast.Attribute(attr=name)]):
                self.fields[name] = self._value(node.value)
            case ast.ClassDef():
                for field in node.body:
                    match field:
                        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                            self.fields[name] = self._value(field.value) if field.value is not None else None
            case ast.AugAssign(target=ast.Name(id=name)):
                self.scope[name] = self._value(ast.BinOp(ast.Name(name, ast.Load()), node.op, node.value))
            case ast.Expr():
                made = self._value(node.value)
                self.habits["discarded_steps"] += isinstance(made, Part) and isinstance(node.value, ast.Call)
                if isinstance(node.value, ast.Call):
                    for argument in node.value.args:
                        self._value(argument)
            case ast.For(target=ast.Name(id=name)):
                for value in self._turns(node.iter):
                    self.scope[name] = value
                    self._block(node.body)
            case ast.For() | ast.With() | ast.If():
                return self._block(node.body)
        return None

    def _turns(self, node: ast.expr) -> Sequence[float | None]:
        if isinstance(node, ast.Call) and called(node) == "range":
            bounds = [b for b in map(self.number, node.args) if b is not None and abs(b) < 1e9]
            if 0 < len(bounds) == len(node.args) <= 3 and (len(bounds) < 3 or int(bounds[2])):
                return [float(i) for i in range(*map(int, bounds))[:MAX_TURNS]]
            return [None]
        if isinstance(node, (ast.List, ast.Tuple)):
            return [self.number(e) for e in node.elts][:MAX_TURNS]
        return [None]

    def _value(self, node: ast.expr) -> float | Part | None:
        part = self.part(node)
        if part is None:
            return self.number(node)
        if part.volume > 0:
            # The last part of some size is the one that counts.
            self.largest = part if part.volume >= 0.2 * self.largest.volume else self.largest
        return part

    def _called(self, function: ast.FunctionDef, call: ast.Call) -> float | Part | None:
        if self.depth > MAX_DEPTH // 4 or self.steps > MAX_STEPS:
            return None
        names = [a.arg for a in (*function.args.posonlyargs, *function.args.args) if a.arg != "self"]
        defaults = function.args.defaults
        given: dict[str, float | Part | None] = {
            name: self._value(node) for name, node in zip(names[len(names) - len(defaults) :], defaults, strict=True)
        }
        given |= {name: self._value(node) for name, node in zip(names, call.args, strict=False)}
        given |= {k.arg: self._value(k.value) for k in call.keywords if k.arg}
        outer, self.scope = self.scope, {**self.scope, **given}
        self.depth += 1
        result = self._block(function.body)
        self.depth -= 1
        self.scope = outer
        return result

    def _made(self, kind: ast.ClassDef, call: ast.Call) -> None:
        """An object with the fields its call gives it."""
        self.fields |= {k.arg: self._value(k.value) for k in call.keywords if k.arg}
        for function in kind.body:
            if isinstance(function, ast.FunctionDef) and function.name == "__init__":
                self._called(function, call)

    def part(self, node: ast.expr, depth: int = 0) -> Part | None:
        if depth > MAX_DEPTH:
            return None
        if isinstance(node, ast.Name):
            held = self.scope.get(node.id)
            return held if isinstance(held, Part) else None
        if isinstance(node, ast.Attribute):
            held = self.fields.get(node.attr)
            return held if isinstance(held, Part) else None
        if isinstance(node, ast.BinOp):
            left, right = self.part(node.left, depth + 1), self.part(node.right, depth + 1)
            if left is None or right is None:
                return left or right
            return left.cut(right.volume) if isinstance(node.op, ast.Sub) else joined(left, right)
        if not isinstance(node, ast.Call):
            return None
        name = called(node)
        if name in ("Workplane", "Sketch"):
            plane = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else "XY"
            return Part(plane=str(plane))
        if name in self.classes:
            self._made(self.classes[name], node)
            return None
        if name in self.functions:
            if isinstance(node.func, ast.Attribute):
                self.part(node.func.value, depth + 1)
            result = self._called(self.functions[name], node)
            return result if isinstance(result, Part) else None
        if not isinstance(node.func, ast.Attribute):
            return None
        base = self.part(node.func.value, depth + 1)
        if base is None:
            return None
        try:
            return self._after(base, name, node, depth)
        except (OverflowError, ValueError):
            return base  # numbers beyond all measure

    def _after(self, part: Part, name: str, call: ast.Call, depth: int) -> Part:
        given = [self.number(a) for a in call.args]
        named = {k.arg: self.number(k.value) for k in call.keywords if k.arg}
        numbers = [abs(v) for v in given if v is not None]
        self._notice(part, name, call, given)

        def at(index: int, keyword: str, default: float = 0.0) -> float:
            value = given[index] if index < len(given) else named.get(keyword)
            return abs(value) if value is not None else default

        match name:
            case "box":
                x, y, z = at(0, "length"), at(1, "width"), at(2, "height")
                return part.grown(part.points * x * y * z, x, y, z)
            case "cylinder":
                h, r = at(0, "height"), at(1, "radius")
                return part.grown(part.points * math.pi * r * r * h, 2 * r, 2 * r, h)
            case "sphere":
                r = at(0, "radius")
                return part.grown(part.points * 4 / 3 * math.pi * r**3, 2 * r, 2 * r, 2 * r)
            case "rect":
                if any(k.arg == "forConstruction" for k in call.keywords):
                    return replace(part, points=4 * part.points)
                return part.outlined(at(0, "xLen") * at(1, "yLen"), at(0, "xLen"), at(1, "yLen"))
            case "circle":
                r = at(0, "radius")
                self.most["circle"] = max(self.most["circle"], r)
                return part.outlined(math.pi * r * r, 2 * r, 2 * r)
            case "ellipse":
                return part.outlined(math.pi * at(0, "x_radius") * at(1, "y_radius"), 2 * at(0, "x"), 2 * at(1, "y"))
            case "polygon":
                sides, d = max(3.0, at(0, "nSides", 6)), at(1, "diameter")
                return part.outlined(sides / 8 * d * d * math.sin(2 * math.pi / sides), d, d)
            case "slot2D":
                length, d = at(0, "length"), at(1, "diameter")
                return part.outlined(max(length - d, 0) * d + math.pi * d * d / 4, length, d)
            case "pushPoints" if call.args and isinstance(call.args[0], (ast.List, ast.Tuple)):
                return replace(part, points=max(1, len(call.args[0].elts)))
            case "rarray":
                return replace(part, points=max(1, int(min(at(2, "xCount", 1) * at(3, "yCount", 1), 1e4))))
            case "polarArray":
                return replace(part, points=max(1, int(min(at(3, "count", 1), 1e4))))
            case "polyline" if call.args and isinstance(call.args[0], (ast.List, ast.Tuple)):
                return replace(part, path=self._points(call.args[0].elts))
            case "moveTo" | "lineTo" if len(given) == 2 and given[0] is not None and given[1] is not None:
                return replace(part, path=(*part.path, (given[0], given[1])))
            case "hLine" | "vLine" | "line" if given and given[0] is not None:
                x, y = part.path[-1] if part.path else (0.0, 0.0)
                second = given[1] if name == "line" and len(given) > 1 and given[1] is not None else 0.0
                first = given[0]
                step = (first, second) if name != "vLine" else (0.0, first)
                start = part.path or ((0.0, 0.0),)
                return replace(part, path=(*start, (x + step[0], y + step[1])))
            case "close":
                return self._closed(part)
            case "workplane":
                return replace(part, offset=at(0, "offset"), points=1)
            case "extrude" | "twistExtrude":
                height = at(0, "until") * (2 if _true(call, "both") else 1)
                body = part.pending * height
                return part.cut(body) if _is(call, "combine", "cut") else part.grown(body, part.ex, part.ey, height)
            case "cutBlind":
                return part.cut(part.pending * (numbers[0] if numbers else part.depth))
            case "cutThruAll":
                return part.cut(part.pending * part.depth)
            case "hole":
                return part.cut(part.points * math.pi / 4 * at(0, "diameter") ** 2 * at(1, "depth", part.depth))
            case "cboreHole" | "cskHole":
                narrow = math.pi / 4 * at(0, "diameter") ** 2 * part.depth
                wide = (
                    math.pi / 4 * max(at(1, "cboreDiameter") ** 2 - at(0, "diameter") ** 2, 0) * at(2, "cboreDepth", 1)
                )
                return part.cut(part.points * (narrow + (wide if name == "cboreHole" else wide / 6)))
            case "revolve":
                return self._revolved(part, at(0, "angleDegrees", 360.0))
            case "loft":
                height = part.offset or part.dz
                return part.grown(part.pending / 2 * height, part.ex, part.ey, height)
            case "shell":
                t = at(0, "thickness")
                self.most["shell"] = max(self.most["shell"], t)
                wall = 2 * t * (part.dx * part.dy / 2 + part.dy * part.dz + part.dx * part.dz)
                return replace(part, volume=min(part.volume, wall) if wall else part.volume)
            case "fillet" | "chamfer":
                self.most[name] = max(self.most[name], at(0, "radius" if name == "fillet" else "length"))
            case "union" | "cut" | "intersect" | "add" if call.args:
                other = self.part(call.args[0], depth + 1)
                if other is not None and name == "cut":
                    return part.cut(other.volume)
                if other is not None and name == "intersect":
                    return replace(part, volume=min(part.volume, other.volume))
                return part if other is None else joined(part, other)
            case "vertices" | "end" | "faces" | "edges" | "tag" | "val":
                return part
        return part

    def _notice(self, part: Part, name: str, call: ast.Call, given: Sequence[float | None]) -> None:
        """Counts what a right script would hardly do at this step."""
        known = [v for v in given if v is not None]
        self.habits["known_numbers"] += len(known)
        self.habits["unknown_numbers"] += len(given) - len(known)
        self.habits["text_numbers"] += name in _SIZED and any(
            isinstance(a, ast.Constant) and isinstance(a.value, str) for a in call.args
        )
        if name in _SIZED:
            self.habits["not_positive"] += any(v <= 0 for v in known)
        if name in ("extrude", "twistExtrude", "cutBlind", "cutThruAll", "loft", "sweep", "revolve"):
            self.habits["left_open"] += part.pending == 0 and len(part.path) > 1
        thin = min((d for d in (part.dx, part.dy, part.dz) if d > 0), default=0.0)
        first = known[0] if known else 0.0
        match name:
            case "extrude" | "twistExtrude":
                self.habits["extruded_nothing"] += part.pending == 0 or first == 0
            case "revolve" | "sweep":
                self.habits["revolved_nothing"] += part.pending == 0
            case "cutBlind" | "cutThruAll":
                self.habits["cut_nothing"] += part.pending == 0
                self.habits["cut_more_than_there_is"] += bool(part.volume) and part.pending * part.depth > part.volume
            case "loft":
                self.habits["lofted_too_few"] += part.offset == 0
            case "hole" | "cboreHole" | "cskHole" if thin:
                self.habits["holes_too_wide"] += first >= min(part.dx or first, part.dy or first)
            case "fillet" | "chamfer" if thin:
                self.habits["fillets_too_large"] += first >= thin / 2
            case "shell" if thin:
                self.habits["shells_too_thick"] += abs(first) >= thin / 2
            case "rect" | "circle" | "polygon" | "ellipse":
                self.habits["sections"] += 1
            case "union" | "cut" | "intersect":
                self.habits["unions_of_nothing"] += not call.args

    def _points(self, nodes: Iterable[ast.expr]) -> tuple[tuple[float, float], ...]:
        found = []
        for node in nodes:
            if isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) >= 2:
                x, y = self.number(node.elts[0]), self.number(node.elts[1])
                if x is not None and y is not None:
                    found.append((x, y))
        return tuple(found)

    def _closed(self, part: Part) -> Part:
        if len(part.path) < 3:
            return part
        xs, ys = [p[0] for p in part.path], [p[1] for p in part.path]
        area = abs(shoelace(part.path))
        return replace(part.outlined(area, max(xs) - min(xs), max(ys) - min(ys)))

    def _revolved(self, part: Part, angle: float) -> Part:
        """Pappus: the area times the way of its centre."""
        radius = (sum(abs(p[0]) for p in part.path) / len(part.path)) if part.path else part.ex / 2
        outer = 2 * max((abs(p[0]) for p in part.path), default=part.ex)
        return part.grown(part.pending * math.radians(angle) * radius, outer, part.ey, outer)


def _finite(function: Callable[..., float], given: Iterable[float]) -> float | None:
    try:
        result = float(function(*given))
    except (ArithmeticError, ValueError, TypeError):
        return None
    return result if math.isfinite(result) else None


def _true(call: ast.Call, keyword: str) -> bool:
    return any(k.arg == keyword and isinstance(k.value, ast.Constant) and k.value.value is True for k in call.keywords)


def _is(call: ast.Call, keyword: str, value: str) -> bool:
    return any(k.arg == keyword and isinstance(k.value, ast.Constant) and k.value.value == value for k in call.keywords)
