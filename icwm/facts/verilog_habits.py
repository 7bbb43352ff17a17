"""Where a block breaks the habits that right designs keep: edges and resets that do not match, signals one branch forgets.

Each is a count. None is an error by itself; a testbench would find many of them minutes later.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

NAMES = (
    "reset_polarity_mismatches", "edges_not_tested", "asynchronous_blocks", "synchronous_resets", "not_reset", "only_reset",
    "unlisted_signals", "stars", "read_own_combinational", "constants_out_of_range", "constants_at_limit", "uncovered_case_items",
    "repeated_case_labels", "repeated_case_bodies", "delays", "waits", "ascending_ranges", "widened_bits", "equal_arms",
    "unconditional_stores", "self_compares",
)  # fmt: skip
SUSPICIOUS = (
    "reset_polarity_mismatches", "edges_not_tested", "not_reset", "only_reset", "unlisted_signals", "constants_out_of_range",
    "uncovered_case_items", "repeated_case_labels", "repeated_case_bodies", "delays", "waits", "ascending_ranges", "equal_arms",
    "unconditional_stores", "self_compares", "blocking_when_clocked", "nonblocking_when_combinational", "several_drivers",
    "undriven_bits", "unread_bits", "initial_blocks", "open_conditions", "open_cases", "truncated_bits", "errors_elaborated",
)  # fmt: skip
"""Facts that right designs seldom have."""
MAX_COVERED = 10
"""Bits of a selector up to which its missing items are counted."""


def block_habits(block: Any, clocked: bool) -> Counter[str]:
    """Of one ``always`` block. ``clocked`` when it waits for an edge."""
    found: Counter[str] = Counter()
    body = block.body
    statement = getattr(body, "stmt", body)
    timing = getattr(body, "timing", None)
    events = list(getattr(timing, "events", None) or ([timing] if timing is not None else []))
    if clocked:
        _resets(events, _first(statement), found)
    elif timing is not None:
        listed = {e.expr.symbol.name for e in events if hasattr(getattr(e, "expr", None), "symbol")}
        found["stars"] += not listed
        names = _Names()
        statement.visit(names)
        if listed:
            found["unlisted_signals"] += len(names.read - listed - names.written)
        found["read_own_combinational"] += len(names.read & names.written)
    return found


def node_habits(node: Any, found: Counter[str]) -> None:
    """Of one expression or statement, wherever it stands."""
    match type(node).__name__:
        case "BinaryExpression":
            _comparison(node, found)
        case "ConditionalExpression":
            found["equal_arms"] += _same(node.left, node.right)
        case "ConditionalStatement" if node.ifFalse is not None:
            found["equal_arms"] += _same(node.ifTrue, node.ifFalse)
        case "CaseStatement":
            _case(node, found)
        case "TimedStatement":
            found["delays"] += type(node.timing).__name__ == "DelayControl"
        case "WaitStatement" | "WhileLoopStatement" | "ForeverLoopStatement":
            found["waits"] += 1
        case "AssignmentExpression":
            right = node.right
            if right.kind.name == "Conversion" and right.operand.constant is None:
                found["widened_bits"] += max(0, _width(right) - _width(right.operand))


def ascending(symbol: Any) -> bool:
    """Whether a vector counts its bits upwards (``[0:7]``), as few do."""
    shape = getattr(symbol.type, "fixedRange", None)
    return shape is not None and shape.left < shape.right


class _Names:
    """Collects what a statement reads and writes, by name."""

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.written: set[str] = set()
        self._targets: set[int] = set()

    def __call__(self, node: Any) -> None:
        kind = type(node).__name__
        if kind == "AssignmentExpression":
            target = node.left
            while target is not None and not hasattr(target, "symbol"):
                target = getattr(target, "value", None)
            if target is not None:
                self.written.add(target.symbol.name)
                if not node.isCompound:
                    self._targets.add(target.sourceRange.start.offset)
        elif (
            kind == "NamedValueExpression"
            and node.symbol.kind.name in ("Net", "Variable")
            and node.sourceRange.start.offset not in self._targets
        ):
            self.read.add(node.symbol.name)


def _resets(events: list[Any], first: Any, found: Counter[str]) -> None:
    edges = {
        event.expr.symbol.name: event.edge.name
        for event in events
        if hasattr(getattr(event, "expr", None), "symbol") and getattr(event, "edge", None) is not None
    }
    conditional = type(first).__name__ == "ConditionalStatement"
    tested, positive = _tested(first.conditions[0].expr) if conditional else ("", True)
    if len(edges) > 1:
        found["asynchronous_blocks"] += 1
        if tested not in edges:
            found["edges_not_tested"] += 1
        elif (edges[tested] == "PosEdge") != positive:
            found["reset_polarity_mismatches"] += 1
    elif conditional and first.ifFalse is not None and _is_reset(tested):
        found["synchronous_resets"] += 1
    if not conditional:
        found["unconditional_stores"] += 1
        return
    if first.ifFalse is not None and (tested in edges or _is_reset(tested)):
        during, after = _Names(), _Names()
        first.ifTrue.visit(during)
        first.ifFalse.visit(after)
        found["not_reset"] += len(after.written - during.written)
        found["only_reset"] += len(during.written - after.written)


def _tested(expression: Any) -> tuple[str, bool]:
    """The signal a condition tests, and whether it holds when that is 1."""
    positive = True
    for _ in range(8):
        kind = type(expression).__name__
        if kind == "UnaryExpression" and expression.op.name in ("LogicalNot", "BitwiseNot"):
            positive, expression = not positive, expression.operand
        elif kind == "ConversionExpression":
            expression = expression.operand
        elif kind == "BinaryExpression" and expression.op.name in ("Equality", "Inequality", "CaseEquality"):
            value = str(expression.right.constant)
            zero = value.endswith("0") and not value.endswith("10")
            positive = positive != (zero == (expression.op.name != "Inequality"))
            expression = expression.left
        else:
            break
    return (expression.symbol.name if hasattr(expression, "symbol") else ""), positive


def _is_reset(name: str) -> bool:
    lowered = name.lower()
    return "rst" in lowered or "reset" in lowered or "clear" in lowered or lowered in ("clr", "init")


def _comparison(node: Any, found: Counter[str]) -> None:
    if node.op.name not in ("Equality", "Inequality", "LessThan", "LessThanEqual", "GreaterThan", "GreaterThanEqual"):
        return
    found["self_compares"] += _same(node.left, node.right)
    for side, other in ((node.left, node.right), (node.right, node.left)):
        if side.constant is None or other.constant is not None:
            continue
        while type(other).__name__ == "ConversionExpression":
            other = other.operand
        try:
            value = int(side.constant.value)
        except (TypeError, ValueError, AttributeError):
            continue
        top = (1 << _width(other)) - 1
        found["constants_out_of_range"] += value > top
        found["constants_at_limit"] += value == top


def _case(node: Any, found: Counter[str]) -> None:
    labels = [str(e.constant) for item in node.items for e in item.expressions if e.constant is not None]
    found["repeated_case_labels"] += len(labels) - len(set(labels))
    bodies = ["".join(str(item.stmt.syntax).split()) for item in node.items]
    found["repeated_case_bodies"] += len(bodies) - len(set(bodies))
    selector = node.expr
    while type(selector).__name__ == "ConversionExpression":
        selector = selector.operand
    width = _width(selector)
    if node.defaultCase is None and 0 < width <= MAX_COVERED:
        found["uncovered_case_items"] += max(0, (1 << width) - len(set(labels)))


def _first(statement: Any) -> Any:
    """The first statement inside of ``begin`` and ``end``."""
    for _ in range(8):
        kind = type(statement).__name__
        if kind == "BlockStatement":
            statement = statement.body
        elif kind == "StatementList" and len(statement.list):
            statement = statement.list[0]
        else:
            break
    return statement


def _same(one: Any, other: Any) -> bool:
    """Whether two parts are written alike."""
    if one.syntax is None or other.syntax is None:
        return False
    return "".join(str(one.syntax).split()) == "".join(str(other.syntax).split())


def _width(typed: Any) -> int:
    try:
        return int(typed.type.bitWidth)
    except (AttributeError, TypeError):
        return 0
