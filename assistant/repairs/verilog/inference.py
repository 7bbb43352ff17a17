"""What an undeclared name must be: how wide, signed or not, a vector or a memory, told by how it is used."""

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
from assistant.repairs.verilog.keywords import KEYWORDS
from assistant.repairs.verilog.outline import Module, Statement
from assistant.repairs.verilog.rule import View
from assistant.repairs.verilog.tokens import Kind

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


@dataclass(frozen=True, slots=True)
class Shape:
    """``packed`` and ``unpacked`` are the declaration's texts; ``certain`` when the evidence is strong."""

    width: int
    packed: str
    unpacked: str = ""
    signed: bool = False
    kind: str = ""
    """A named type (an enumeration) that what it takes has; empty for a plain vector."""
    certain: bool = True
    why: str = ""


class Inference:
    """Evidence for names of one module that are treated as not declared."""

    def __init__(self, view: View, module: Module, unknown: frozenset[str]) -> None:
        self.view = view
        self.source = view.source
        self.module = module
        self.unknown = unknown
        all_facts = facts_of(view.context)
        self.facts = all_facts.get(module.name) or ModuleFacts(module.name)
        self.all_facts = all_facts
        self.widths = Widths(view.source, self.facts, unknown)
        self._evidence: dict[str, Evidence] | None = None
        self._learned: dict[str, Width] = {}

    def evidence(self, name: str) -> Evidence:
        if self._evidence is None:
            self._gather()
            # Names defined by one another: what the first round taught widens the second.
            for other in self.unknown:
                shape = self._best(other)
                if shape is not None and shape.known:
                    self._learned[other] = shape
            if self._learned and len(self.unknown) > 1:
                self.widths = _Learned(self.source, self.facts, self.unknown, self._learned)
                self._gather()
        assert self._evidence is not None
        return self._evidence.get(name, Evidence())

    def shapes(self, name: str) -> list[Shape]:
        """Possible declarations, the likeliest first."""
        evidence = self.evidence(name)
        if evidence.element and max((w.bits or 0 for w in evidence.element), default=0) > 1:
            return [self._memory(evidence)]
        if evidence.indices and evidence.element and not any(w.known for _, w, _ in evidence.widths):
            return [self._indexed_vector(evidence)]
        best = self._best(name)
        strongest = max((s for s, w, _ in evidence.widths if w.known), default=0)
        if best is None or best.bits is None:
            width = max(evidence.least, evidence.partly_selected + 1 if evidence.partly_selected else 0)
            if width == 0:
                return [Shape(1, "", certain=False, why="nothing tells how wide it is, so one bit is assumed")]
            return [Shape(width, _range(width), certain=evidence.least_why == "select", why=f"{width} bit(s) hold the values it is used with")]
        why = next((r for s, w, r in evidence.widths if s == strongest and w.bits == best.bits), "")
        bits = max(best.bits, evidence.least)
        names = best.names if bits == best.bits else ()
        kind = self._type_of(names)
        if kind:
            return [Shape(bits, "", "", False, kind, True, f"its values are of type {kind}")]
        shapes = [Shape(bits, self._range_like(bits, names), "", best.signed, certain=strongest >= MEDIUM, why=why)]
        consumer = max((w.bits or 0 for s, w, r in evidence.widths if s == MEDIUM and w.known), default=0)
        if strongest == STRONG and consumer > bits:
            same = tuple(n for s, w, _ in evidence.widths if w.bits == consumer for n in w.names)
            shapes.append(Shape(consumer, self._range_like(consumer, same), "", best.signed, certain=False, why="that is the width of where it is used"))
        if evidence.widened or evidence.partly_selected + 1 == bits > 1:
            wider = Shape(
                bits + 1, _range(bits + 1), "", best.signed, certain=False, why=f"{why}, and one bit for the carry"
            )
            if evidence.partly_selected + 1 == bits > 1:
                shapes.insert(0, wider)
            else:
                shapes.append(wider)
        return shapes

    def _best(self, name: str) -> Width | None:
        assert self._evidence is not None
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

    def _range_like(self, bits: int, names: tuple[str, ...]) -> str:
        """The range of a declared name of that width, so that parameters stay parameters."""
        candidates = []
        for name in names:
            for declaration in self.module.declared(name):
                fact = self.facts.names.get(name)
                if declaration.place in ("header", "body") and not declaration.unpacked and fact and fact.width == bits and declaration.packed:
                    candidates.append(declaration.packed)
        return next((c for c in candidates if any(ch.isalpha() for ch in c)), _range(bits))

    def _type_of(self, names: tuple[str, ...]) -> str:
        """The named type of a variable among ``names``, or of the enumeration that the members among them belong to."""
        for name in names:
            for declaration in self.module.declared(name):
                if declaration.kind and declaration.kind not in KEYWORDS:
                    return declaration.kind
                if declaration.kind == "localparam" and not declaration.words and self.source.word(declaration.first) == "typedef":
                    after = declaration.last + 1
                    if self.source.kind(after) is Kind.NAME:
                        return self.source.word(after)
        return ""

    def _memory(self, evidence: Evidence) -> Shape:
        widest = max(evidence.element, key=lambda w: w.bits or 0)
        bits = widest.bits or 1
        depth, text = self._depth(evidence)
        return Shape(
            bits, self._range_like(bits, widest.names), text, widest.signed,
            certain=depth > 0, why=f"its elements are {bits} bits wide",
        )  # fmt: skip

    def _indexed_vector(self, evidence: Evidence) -> Shape:
        depth, text = self._depth(evidence)
        bound = text[3:-1] if text.startswith("[0:") else str(max(depth, 1) - 1)
        return Shape(max(depth, 1), f"[{bound}:0]", certain=False, why=f"single bits of it are selected by an index up to {bound}")

    def _depth(self, evidence: Evidence) -> tuple[int, str]:
        """Number of elements and the text of the range, from the widths of the indices or the loops that run over them."""
        depth = evidence.least if evidence.least_why == "index" else 0
        for index in evidence.indices:
            limit = self._loop_limit(index)
            if limit is not None:
                value, text = limit
                if not text.isdigit():
                    return value, f"[0:{text}-1]"
                depth = max(depth, value)
            width = self.widths.of(index)
            if width.bits is not None and width.bits <= 20:
                depth = max(depth, 1 << width.bits)
                for fact in self.facts.names.values():
                    if fact.value == depth and not fact.sized:
                        return depth, f"[0:{fact.name}-1]"
                declared = [self._width_parameter(n) for n in width.names]
                parameter = next((p for p in declared if p), None)
                if parameter and limit is None and depth == 1 << width.bits:
                    return depth, f"[0:(1<<{parameter})-1]"
        return depth, f"[0:{max(depth, 1) - 1}]"

    def _width_parameter(self, name: str) -> str:
        """``ADDR_W`` when the name is declared ``[ADDR_W-1:0]``."""
        for declaration in self.module.declared(name):
            text = declaration.packed.replace(" ", "")
            if text.endswith("-1:0]") and text[1:-5].isidentifier():
                return text[1:-5]
        return ""

    def _loop_limit(self, index: Expression) -> tuple[int, str] | None:
        """The bound of the loop whose variable is the index."""
        if index.kind != "name":
            return None
        source = self.source
        loops = [s for p in self.module.procedures for s in p.statements() if s.kind == "loop"] + self.module.generate_loops
        for loop in loops:
            if loop.condition is None or source.word(loop.condition[0] + 1) != index.name and source.word(loop.condition[0] + 2) != index.name:
                continue
            for k in range(loop.condition[0], loop.condition[1]):
                if source.word(k) == "<" and source.word(k - 1) == index.name:
                    semicolon = source.find(";", k, loop.condition[1])
                    bound = parse_expression(source, k + 1, semicolon - 1)
                    value = self.widths.constant(bound)
                    if value:
                        return value, source.slice(k + 1, semicolon - 1)
        return None

    # Gathering

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
            elif width.known:
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

    def _instance(self, definition: str, connections: list) -> None:  # type: ignore[type-arg]
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
        assert self._evidence is not None
        return self._evidence[name]

    def _visit(self, tree: Expression, outer: Width, strength: int, why: str = "that is the width of where it is used") -> None:
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
                    self._visit(tree.operands[arm], peer if peer.known else outer, min(strength, MEDIUM) if not peer.known else MEDIUM)
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
                use = peer if peer.known and tree.operator != "*" else outer
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
            return None if inner is None or inner.bits is None or not amount or amount > 256 else Width(inner.bits + amount)
        if left.bits is None or right.bits is None:
            return None
        return Width(left.bits + right.bits, None, left.signed and right.signed)


class _Learned(Widths):
    """Widths in which some undeclared names have the width already inferred for them."""

    def __init__(self, source, facts, unknown, learned: dict[str, Width]) -> None:  # type: ignore[no-untyped-def]
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


def _range(bits: int) -> str:
    return f"[{bits - 1}:0]" if bits > 1 else ""
