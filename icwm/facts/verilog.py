"""Static facts of a Verilog file: how many bits are stored, added, compared and selected, as slang elaborates it.

They stand in for what synthesis would find in seconds; slang needs a millisecond or two. All are counts, none is a guess.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from pyslang import SourceManager, ast, syntax

from backends.environment import Environment, Role
from backends.verilog.slang_session import SLANG_THREAD, compilation_options, options, slang_text
from backends.verilog.verilog_language import is_systemverilog
from icwm.facts import verilog_habits

MAX_BODIES = 400
"""Instances and generate blocks that are looked into; what lies beyond is only counted."""
MAX_CHARACTERS = 400_000
_UNTOLD = frozenset({"MissingTimeScale"})
"""Errors only to slang: every simulator gives what has no time scale one."""

_BINARY = {
    "Add": "add_bits", "Subtract": "subtract_bits", "Equality": "equality_bits", "Inequality": "equality_bits",
    "CaseEquality": "equality_bits", "CaseInequality": "equality_bits", "GreaterThan": "compare_bits",
    "GreaterThanEqual": "compare_bits", "LessThan": "compare_bits", "LessThanEqual": "compare_bits",
    "BinaryAnd": "bitwise_bits", "BinaryOr": "bitwise_bits", "BinaryXor": "xor_bits", "BinaryXnor": "xor_bits",
    "LogicalAnd": "logical", "LogicalOr": "logical",
}  # fmt: skip
_AREAS = {"Multiply": "multiply_area", "Divide": "divide_area", "Mod": "divide_area", "Power": "multiply_area"}
_SHIFTS = {"LogicalShiftLeft", "LogicalShiftRight", "ArithmeticShiftLeft", "ArithmeticShiftRight"}

WARNINGS = (
    "PortWidthTruncate", "PortWidthExpand", "WidthTruncate", "WidthExpand", "ArithOpMismatch", "BitwiseOpMismatch",
    "ComparisonMismatch", "IndexOOB", "RangeOOB", "RangeWidthOOB", "CaseOutsideRange", "CaseTypeMismatch", "CaseDefault",
    "CaseOverlap", "CaseDup", "SignCompare", "SignConversion", "ConstantConversion", "VectorLiteralOverflow", "EmptyBody",
    "DanglingElse", "UnnamedGenerate", "UnconnectedInputPort", "UnconnectedOutputPort", "ImplicitNet", "IntBoolConv",
    "ShiftCountOverflow", "InputPortAssign", "MultipleContAssigns", "InferredLatch",
)  # fmt: skip
"""slang's warnings that are counted by themselves, with the testbench elaborated around the design where there is one."""
NAMES = (
    "elaborated", "input_bits", "output_bits", "ports", "flip_flop_bits", "memory_bits", "memories", "memory_words",
    "combinational_bits", "assigned_bits", "add_bits", "subtract_bits", "equality_bits", "compare_bits", "bitwise_bits",
    "xor_bits", "logical", "multiply_area", "divide_area", "constant_multiply_bits", "shift_bits", "constant_shift_bits",
    "select_bits", "indexed_bits", "conditions", "conditional_bits", "open_conditions", "cases", "case_items",
    "case_bits", "open_cases", "loops", "calls", "instances", "clocked_blocks", "combinational_blocks", "initial_blocks",
    "blocking_when_clocked", "nonblocking_when_combinational", "several_drivers", "undriven_bits", "unread_bits", "clocks",
    "negative_edges", "event_signals", "widest", "reduction_bits", "system_calls", "truncated_bits", "constants", "bodies", *verilog_habits.NAMES,
    *(f"warns_{code}" for code in WARNINGS), "warns_otherwise", "errors_elaborated",
)  # fmt: skip


def verilog_facts(code: str, environment: Environment) -> dict[str, float]:
    """By name, all of ``NAMES``; ``elaborated`` is 0 where the text cannot be read, and then so are the others."""
    found: dict[str, float] = dict.fromkeys(NAMES, 0.0)
    if len(code) > MAX_CHARACTERS:
        return found
    try:
        found.update(SLANG_THREAD.run(lambda: _elaborated(code, environment)))
    except RuntimeError:
        return found  # nested too deeply for slang
    return found


def _elaborated(code: str, environment: Environment) -> dict[str, float]:
    settings = environment.settings.verilog
    texts = [(environment.path, code), *((f.path, f.text) for f in environment.of_role(Role.SOURCE, Role.LIBRARY))]
    bag = options(any(is_systemverilog(path, settings) for path, _ in texts), (), settings.defines)
    bag.compilationOptions = compilation_options(32, 100_000)
    sources = SourceManager()

    def parsed(path: str, text: str) -> syntax.SyntaxTree:
        return syntax.SyntaxTree.fromText(slang_text(text), sources, name=path, path=path, options=bag)

    trees = [parsed(path, text) for path, text in texts]
    compilation = _compilation(trees, bag)
    count = _Count()
    for instance in compilation.getRoot().topInstances:
        for port in instance.body.portList:
            count.port(port)
        count.body(instance.body)
    bench = environment.testbench
    if bench is not None and not bench.path.endswith(".py") and len(bench.text) <= MAX_CHARACTERS:
        around = [f for f in environment.of_role(Role.TESTBENCH) if not f.path.endswith(".py")]
        compilation = _compilation([*trees, *(parsed(f.path, f.text) for f in around)], bag)
    return count.facts() | _complaints(compilation)


def _compilation(trees: list[syntax.SyntaxTree], bag: Any) -> ast.Compilation:
    found = ast.Compilation(bag)
    for tree in trees:
        found.addSyntaxTree(tree)
    return found


def _complaints(compilation: ast.Compilation) -> dict[str, float]:
    """What slang itself says of the elaborated design, by the codes of its warnings."""
    found = dict.fromkeys((*(f"warns_{code}" for code in WARNINGS), "warns_otherwise", "errors_elaborated"), 0.0)
    for diagnostic in compilation.getAllDiagnostics():
        code = str(diagnostic.code).removeprefix("DiagCode(").removesuffix(")")
        if code in _UNTOLD:
            continue
        if diagnostic.isError():
            found["errors_elaborated"] += 1
        else:
            found[f"warns_{code}" if code in WARNINGS else "warns_otherwise"] += 1
    return found


@dataclass
class _Count:
    found: Counter[str] = field(default_factory=Counter)
    driven: dict[str, set[int]] = field(default_factory=dict)
    """The blocks that drive each signal, by its hierarchical path."""
    widths: dict[str, int] = field(default_factory=dict)
    stored: dict[str, int] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    blocks: int = 0
    widest: int = 0

    def port(self, port: Any) -> None:
        self.found["ports"] += 1
        direction = str(getattr(port, "direction", ""))
        if "Out" in direction:
            self.found["output_bits"] += _width(port)
            if (inner := getattr(port, "internalSymbol", None)) is not None:
                self.read.add(inner.hierarchicalPath)
        else:
            self.found["input_bits"] += _width(port)
            if (inner := getattr(port, "internalSymbol", None)) is not None:
                self.driven.setdefault(inner.hierarchicalPath, set()).add(-1)

    def body(self, body: Any) -> None:
        self.found["bodies"] += 1
        if self.found["bodies"] > MAX_BODIES:
            return
        for member in body:
            kind = member.kind.name
            if kind in ("Net", "Variable"):
                self._declared(member)
            elif kind == "ProceduralBlock":
                self._block(member)
            elif kind == "ContinuousAssign":
                self.blocks += 1
                member.assignment.visit(lambda node: self._node(node, "continuous"))
            elif kind == "Instance":
                self.found["instances"] += 1
                for connection in member.portConnections:
                    if (expression := getattr(connection, "expression", None)) is not None:
                        self.blocks += 1
                        driving = "Out" in str(getattr(connection.port, "direction", ""))
                        expression.visit(lambda node, driving=driving: self._connected(node, driving))
                self.body(member.body)
            elif kind == "GenerateBlock" and not member.isUninstantiated:
                self.body(member)
            elif kind == "GenerateBlockArray":
                for entry in member.entries:
                    self.body(entry)
            elif kind == "Subroutine":
                member.body.visit(lambda node: self._node(node, "function"))

    def facts(self) -> dict[str, float]:
        found = self.found
        found["several_drivers"] = sum(len(blocks) > 1 for name, blocks in self.driven.items() if name in self.widths)
        found["undriven_bits"] = sum(w for name, w in self.widths.items() if name not in self.driven)
        found["unread_bits"] = sum(w for name, w in self.widths.items() if name not in self.read)
        found["flip_flop_bits"] = sum(self.stored.values())
        found["clocks"] = len(self.events)
        found["widest"] = self.widest
        found["elaborated"] = 1
        return {name: float(found[name]) for name in NAMES if name in found}

    def _declared(self, symbol: Any) -> None:
        width = _width(symbol)
        self.widest = max(self.widest, width)
        if width:
            self.widths[symbol.hierarchicalPath] = width
            self.found["ascending_ranges"] += verilog_habits.ascending(symbol)
            if getattr(symbol, "initializer", None) is not None:
                symbol.initializer.visit(lambda node: self._node(node, "continuous"))
                if symbol.kind.name == "Net":
                    self.driven.setdefault(symbol.hierarchicalPath, set()).add(-2)
            return
        element, words = getattr(symbol.type, "arrayElementType", None), 1
        if element is not None:
            shape = getattr(symbol.type, "range", None)
            words = shape.width if shape is not None else 1
            self.found["memories"] += 1
            self.found["memory_words"] += words
            self.found["memory_bits"] += words * max(1, int(getattr(element, "bitWidth", 1)))

    def _block(self, block: Any) -> None:
        self.blocks += 1
        kind = block.procedureKind.name
        if kind in ("Initial", "Final"):
            self.found["initial_blocks"] += 1
            return
        clocked = kind == "AlwaysFF" or (kind == "Always" and _edges(block.body, self))
        self.found["clocked_blocks" if clocked else "combinational_blocks"] += 1
        self.found.update(verilog_habits.block_habits(block, clocked))
        block.body.visit(lambda node: self._node(node, "clocked" if clocked else "combinational"))

    def _connected(self, node: Any, driving: bool) -> None:
        if getattr(node, "kind", None) == ast.ExpressionKind.NamedValue:
            path = node.symbol.hierarchicalPath
            if driving:
                self.driven.setdefault(path, set()).add(self.blocks)
            else:
                self.read.add(path)
        else:
            self._node(node, "continuous")

    def _node(self, node: Any, where: str) -> None:
        verilog_habits.node_habits(node, self.found)
        count = _COUNTERS.get(type(node).__name__)
        if count is not None:
            count(self, node, where)


def _assignment(self: _Count, node: Any, where: str) -> None:
    left = node.left
    width = _width(left)
    self.found["assigned_bits"] += width
    target = _root_symbol(left)
    if where == "clocked" and not node.isNonBlocking:
        self.found["blocking_when_clocked"] += 1
    if where == "combinational":
        self.found["combinational_bits"] += width
        self.found["nonblocking_when_combinational"] += node.isNonBlocking
    right = node.right
    if right.kind.name == "Conversion" and _width(right.operand) > _width(right) and right.operand.constant is None:
        self.found["truncated_bits"] += _width(right.operand) - _width(right)
    if target is not None:
        path = target.hierarchicalPath
        self.driven.setdefault(path, set()).add(self.blocks)
        if where == "clocked" and _width(target):
            self.stored[path] = _width(target)


def _binary(self: _Count, node: Any, where: str) -> None:
    left, right = node.left.constant, node.right.constant
    if left is not None and right is not None:
        return
    operator = node.op.name
    width = max(_width(node.left), _width(node.right))
    if operator in _BINARY:
        self.found[_BINARY[operator]] += width
    elif operator in _AREAS:
        if left is None and right is None:
            self.found[_AREAS[operator]] += _narrow(node.left) * _narrow(node.right)
        else:
            self.found["constant_multiply_bits"] += width
    elif operator in _SHIFTS:
        self.found["shift_bits" if right is None else "constant_shift_bits"] += width


def _unary(self: _Count, node: Any, where: str) -> None:
    if _width(node) == 1 and _width(node.operand) > 1:
        self.found["reduction_bits"] += _width(node.operand)


def _conditional_operator(self: _Count, node: Any, where: str) -> None:
    self.found["select_bits"] += _width(node)


def _element_select(self: _Count, node: Any, where: str) -> None:
    if node.selector.constant is None:
        self.found["indexed_bits"] += max(_width(node.value), _width(node))


def _conditional(self: _Count, node: Any, where: str) -> None:
    self.found["conditions"] += 1
    if node.ifFalse is None and where == "combinational":
        self.found["open_conditions"] += 1

    def inside(inner: Any) -> None:
        if type(inner).__name__ == "AssignmentExpression":
            self.found["conditional_bits"] += _width(inner.left)

    node.visit(inside)


def _case(self: _Count, node: Any, where: str) -> None:
    self.found["cases"] += 1
    self.found["case_items"] += len(node.items)
    self.found["case_bits"] += len(node.items) * _width(node.expr)
    if node.defaultCase is None and where == "combinational":
        self.found["open_cases"] += 1


def _named(self: _Count, node: Any, where: str) -> None:
    self.read.add(node.symbol.hierarchicalPath)


def _counter(name: str) -> Any:
    def count(self: _Count, node: Any, where: str) -> None:
        self.found[name] += 1

    return count


def _call(self: _Count, node: Any, where: str) -> None:
    self.found["system_calls" if node.isSystemCall else "calls"] += 1


_COUNTERS: dict[str, Any] = {
    "AssignmentExpression": _assignment,
    "BinaryExpression": _binary,
    "UnaryExpression": _unary,
    "ConditionalExpression": _conditional_operator,
    "ElementSelectExpression": _element_select,
    "ConditionalStatement": _conditional,
    "CaseStatement": _case,
    "NamedValueExpression": _named,
    "ForLoopStatement": _counter("loops"),
    "WhileLoopStatement": _counter("loops"),
    "RepeatLoopStatement": _counter("loops"),
    "IntegerLiteral": _counter("constants"),
    "CallExpression": _call,
}


def _edges(body: Any, count: _Count) -> bool:
    """Whether an ``always`` block waits for edges; notes for which."""
    timing = getattr(body, "timing", None)
    if timing is None:
        return False
    events = getattr(timing, "events", None) or [timing]
    edged = False
    for event in events:
        edge = getattr(getattr(event, "edge", None), "name", "None_")
        if edge in ("PosEdge", "NegEdge", "BothEdges"):
            edged = True
            count.found["negative_edges"] += edge == "NegEdge"
            symbol = _root_symbol(event.expr)
            count.events.add(symbol.hierarchicalPath if symbol is not None else "")
        else:
            count.found["event_signals"] += 1
    return edged


def _root_symbol(expression: Any) -> Any:
    for _ in range(32):
        if expression is None or hasattr(expression, "symbol"):
            return getattr(expression, "symbol", None)
        expression = getattr(expression, "value", None) or getattr(expression, "operand", None)
    return None


def _width(typed: Any) -> int:
    try:
        return int(typed.type.bitWidth)
    except (AttributeError, TypeError):
        return 0


def _narrow(expression: Any) -> int:
    """The width before it was widened to that of its surroundings."""
    while expression.kind.name == "Conversion":
        expression = expression.operand
    return _width(expression)
