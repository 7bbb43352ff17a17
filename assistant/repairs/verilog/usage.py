"""What the uses of undeclared names in a module say about their widths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.repairs.verilog.elaboration import Fact, ModuleFacts, facts_of
from assistant.repairs.verilog.expressions import (
    COMPARISONS,
    LOGICAL,
    SHIFTS,
    Expression,
    Width,
    Widths,
    parse_expression,
)
from assistant.repairs.verilog.outline import Connection, Module, Statement
from assistant.repairs.verilog.rule import View
from assistant.repairs.verilog.tokens import Source

STRONG, MEDIUM, WEAK = 3, 2, 1


@dataclass(slots=True)
class Evidence:
    """What the uses of one name say. Each entry of ``widths`` is (strength, width, why)."""

    widths: list[tuple[int, Width, str]] = field(default_factory=list)
    least: int = 0
    """Bits needed for the constants it is compared with and the bits selected from it."""
    least_why: str = ""
    element: list[Width] = field(default_factory=list)
    """Widths that ``name[i]`` takes with a variable index."""
    indices: list[Expression] = field(default_factory=list)
    constant_use: bool = False
    """Used as a case label, in a range or as a replication count."""
    widened: bool = False
    """A sum or product is assigned to it, whose carry or high half it may be meant to keep."""
    partly_selected: int = 0
    """Highest bit of a part-select from 0, which would not be written for the whole vector."""


class Usage:
    """Reads a module once (twice when names depend on one another); ``unknown`` names are treated as not declared."""

    def __init__(self, view: View, module: Module, unknown: frozenset[str]) -> None:
        self.source = view.source
        self.module = module
        self.unknown = unknown
        self.all_facts = facts_of(view.context)
        self.facts = self.all_facts.get(module.name) or ModuleFacts(module.name)
        self.widths = Widths(view.source, self.facts, unknown)
        self._evidence: dict[str, Evidence] = {}
        self._gather()
        learned = {n: w for n in unknown if (w := self.best(n)) is not None and w.known}
        if learned and len(unknown) > 1:
            # Names defined by one another: what the first round taught widens the second.
            self.widths = _Learned(self.source, self.facts, unknown, learned)
            self._gather()

    def evidence(self, name: str) -> Evidence:
        return self._evidence.get(name, Evidence())

    def best(self, name: str) -> Width | None:
        """The widest width of the strongest evidence, with the declared names that have it."""
        evidence = self._evidence.get(name)
        if evidence is None:
            return None
        known = [(s, w) for s, w, _ in evidence.widths if w.known]
        if not known:
            return None
        strongest = max(s for s, _ in known)
        chosen = [w for s, w in known if s == strongest]
        widest = max(w.bits or 0 for w in chosen)
        same = [w for w in chosen if w.bits == widest]
        names = tuple(n for w in same for n in w.names)
        return Width(widest, None, all(w.signed for w in same) and strongest == STRONG, names)

    def _gather(self) -> None:
        self._evidence = {name: Evidence() for name in self.unknown}
        source = self.source
        for assignment in self.module.assignments:
            right = parse_expression(source, *assignment.right)
            left = parse_expression(source, *assignment.left)
            self._assignment(left, right)
        for procedure in self.module.procedures:
            for statement in procedure.statements():
                self._statement(statement)
        for instance in self.module.instances:
            self._instance(instance.definition, instance.connections)

    def _assignment(self, left: Expression, right: Expression) -> None:
        if left.kind == right.kind == "concat" and len(left.operands) == len(right.operands):
            # {a, b} <= {c, d} is written part by part.
            for target, value in zip(left.operands, right.operands, strict=True):
                self._assignment(target, value)
            return
        width = self.widths.of(right)
        if left.kind == "name" and left.name in self.unknown:
            evidence = self._of(left.name)
            if not right.mentions(left.name):
                if width.known:
                    full = self._full(right)
                    evidence.widths.append((STRONG, full or width, "that is the width of what is assigned to it"))
                    evidence.widened |= _carries(right) and full is None
                elif width.value:
                    self._constant(evidence, width.value)
            elif width.known and not (width.bits == 1 and right.kind == "binary" and right.operator in ("+", "-")):
                strength = STRONG if right.kind in ("concat", "replicate") else MEDIUM
                evidence.widths.append((strength, width, "that is the width of what is assigned to it"))
        else:
            self._visit_target(left, width)
        self._visit(right, self.widths.of(left), MEDIUM)

    def _visit_target(self, left: Expression, width: Width) -> None:
        if left.kind == "select":
            self._select(left, width)
        elif left.kind == "concat":
            self._concatenation(left, width, STRONG)
            for part in left.operands:
                if part.kind == "select":
                    self._visit_target(part, Width())

    def _statement(self, statement: Statement) -> None:
        if statement.condition is None or statement.kind not in ("if", "case", "loop"):
            return
        first, last = statement.condition
        source = self.source
        if source.word(first) == "(":
            first, last = first + 1, last - 1
        if statement.kind == "loop":
            for part in self._parts(first, last):
                self._visit(part, Width(1), WEAK)
            return
        tree = parse_expression(source, first, last)
        if statement.kind == "if":
            self._visit(tree, Width(1), WEAK)
            return
        labels = [parse_expression(source, *label) for label in statement.labels if label is not None]
        selector = self.widths.of(tree)
        for label in labels:
            self._visit(label, selector, STRONG)
            for part in label.walk():
                if part.kind == "name" and part.name in self.unknown:
                    self._of(part.name).constant_use = True
            width = self.widths.of(label)
            self._visit(tree, width, STRONG if width.known else WEAK)

    def _parts(self, first: int, last: int) -> Iterator[Expression]:
        source = self.source
        start = first
        for k in range(first, last + 2):
            if k > last or source.word(k) == ";":
                if k > start:
                    yield parse_expression(source, start, k - 1)
                start = k + 1

    def _instance(self, definition: str, connections: list[Connection]) -> None:
        facts = self.all_facts.get(definition)
        order = list(facts.ports) if facts else []
        for number, connection in enumerate(connections):
            if connection.expression is None:
                continue
            tree = parse_expression(self.source, *connection.expression)
            port = connection.port or (order[number] if number < len(order) else "")
            found = facts.ports.get(port) if facts else None
            width = Width(found[1].width, None, found[1].signed) if found else Width()
            self._visit(tree, width, STRONG, f"port {port} of {definition} has that width")

    def _of(self, name: str) -> Evidence:
        return self._evidence[name]

    def _visit(
        self, tree: Expression, outer: Width, strength: int, why: str = "that is the width of where it is used"
    ) -> None:
        match tree.kind:
            case "name":
                if tree.name in self.unknown:
                    self._name(self._of(tree.name), outer, strength, why)
            case "group":
                self._visit(tree.operands[0], outer, strength, why)
            case "unary":
                whole = tree.operator in ("-", "+", "~")
                inner = Width(1) if tree.operator == "!" else outer if whole else Width()
                self._visit(tree.operands[0], inner, WEAK if tree.operator == "!" else min(strength, MEDIUM))
            case "binary":
                self._binary(tree, outer, strength)
            case "ternary":
                self._visit(tree.operands[0], Width(1), WEAK)
                for arm, other in ((1, 2), (2, 1)):
                    peer = self.widths.of(tree.operands[other])
                    self._visit(
                        tree.operands[arm],
                        peer if peer.known else outer,
                        min(strength, MEDIUM) if not peer.known else MEDIUM,
                    )
            case "select":
                self._select(tree, outer)
            case "concat":
                self._concatenation(tree, outer, MEDIUM)
            case "replicate":
                for part in tree.operands[0].walk():
                    if part.kind == "name" and part.name in self.unknown:
                        self._of(part.name).constant_use = True
                self._visit(tree.operands[1], Width(), WEAK)
            case _:
                for operand in tree.operands:
                    self._visit(operand, Width(), WEAK)

    def _name(self, evidence: Evidence, outer: Width, strength: int, why: str) -> None:
        if outer.known:
            evidence.widths.append((strength, outer, why))
        elif outer.value is not None:
            self._constant(evidence, outer.value)

    def _constant(self, evidence: Evidence, value: int) -> None:
        bits = abs(value).bit_length()
        if bits > evidence.least:
            evidence.least, evidence.least_why = bits, "constant"

    def _binary(self, tree: Expression, outer: Width, strength: int) -> None:
        left, right = tree.operands
        if tree.operator in COMPARISONS:
            self._visit(left, self.widths.of(right), STRONG, "that is the width of what it is compared with")
            self._visit(right, self.widths.of(left), STRONG, "that is the width of what it is compared with")
        elif tree.operator in LOGICAL:
            self._visit(left, Width(1), WEAK)
            self._visit(right, Width(1), WEAK)
        elif tree.operator in SHIFTS:
            self._visit(left, outer, min(strength, MEDIUM))
            self._visit(right, Width(), WEAK)
        else:
            for operand, other in ((left, right), (right, left)):
                peer = self.widths.of(other)
                # The one bit of `n + 1'b1` says nothing of `n`.
                one = tree.operator in ("+", "-") and peer.bits == 1 and peer.value is not None
                use = peer if peer.known and tree.operator != "*" and not one else outer
                self._visit(operand, use, min(strength, MEDIUM), "that is the width of what it is combined with")

    def _select(self, tree: Expression, outer: Width) -> None:
        base = tree.operands[0]
        for index in tree.operands[1:]:
            for part in index.walk():
                if part.kind == "name" and part.name in self.unknown and tree.operator == ":":
                    self._of(part.name).constant_use = True
        if base.kind == "name" and base.name in self.unknown:
            evidence = self._of(base.name)
            bounds = [self.widths.constant(t) for t in tree.operands[1:]]
            if tree.operator == ":":
                high = max((b for b in bounds if b is not None), default=0)
                self._selected(evidence, high + 1)
                if bounds[-1] == 0:
                    evidence.partly_selected = max(evidence.partly_selected, high)
            elif not tree.operator and bounds[0] is not None:
                if outer.known and (outer.bits or 0) > 1:
                    evidence.element.append(outer)
                    evidence.least_why = "index"
                    evidence.least = max(evidence.least, bounds[0] + 1)
                else:
                    self._selected(evidence, bounds[0] + 1)
            elif not tree.operator:
                evidence.element.append(outer if outer.known else Width(1))
                evidence.indices.append(tree.operands[1])
        elif base.kind == "select":
            self._select(base, Width())
        elif base.kind == "name":
            fact = self.facts.names.get(base.name)
            size = _size(fact)
            if size and not tree.operator:
                bits = max(size - 1, 1).bit_length()
                self._visit(tree.operands[1], Width(bits, None, False, ()), MEDIUM, f"that many bits index {base.name}")
                return
        for index in tree.operands[1:]:
            self._visit(index, Width(), WEAK)

    def _selected(self, evidence: Evidence, bits: int) -> None:
        if bits >= evidence.least:
            evidence.least, evidence.least_why = bits, "select"

    def _concatenation(self, tree: Expression, outer: Width, strength: int) -> None:
        parts = [self.widths.of(t).bits for t in tree.operands]
        missing = [t for t, p in zip(tree.operands, parts, strict=True) if p is None]
        for operand in tree.operands:
            width = Width()
            if len(missing) == 1 and operand is missing[0] and outer.bits is not None:
                rest = outer.bits - sum(p for p in parts if p)
                width = Width(rest) if rest > 0 else Width()
            self._visit(operand, width, strength, "that is what is left of the concatenation")

    def _full(self, tree: Expression) -> Width | None:
        """Width in which a product, or a value shifted left by a constant, loses no bits."""
        while tree.kind == "group":
            tree = tree.operands[0]
        if tree.kind != "binary" or tree.operator not in ("*", "<<", "<<<"):
            return None
        left, right = (self.widths.of(t) for t in tree.operands)
        if tree.operator != "*":
            inner = self._full(tree.operands[0])
            amount = self.widths.constant(tree.operands[1])
            return (
                None
                if inner is None or inner.bits is None or not amount or amount > 256
                else Width(inner.bits + amount)
            )
        if left.bits is None or right.bits is None:
            return None
        return Width(left.bits + right.bits, None, left.signed and right.signed)


class _Learned(Widths):
    """Widths in which some undeclared names have the width already inferred for them."""

    def __init__(self, source: Source, facts: ModuleFacts, unknown: frozenset[str], learned: dict[str, Width]) -> None:
        super().__init__(source, facts, unknown)
        self.learned = learned

    def of(self, tree: Expression) -> Width:
        if tree.kind == "name" and tree.name in self.learned:
            return Width(self.learned[tree.name].bits, None, self.learned[tree.name].signed)
        return super().of(tree)


def _carries(tree: Expression) -> bool:
    """A sum or difference of vectors at the top of the expression."""
    while tree.kind == "group":
        tree = tree.operands[0]
    return tree.kind == "binary" and tree.operator in ("+", "-") and all(t.kind != "number" for t in tree.operands)


def _size(fact: Fact | None) -> int:
    if fact is None:
        return 0
    return fact.depth if fact.depth is not None else fact.width
