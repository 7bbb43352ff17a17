"""What an undeclared name must be: how wide, signed or not, a vector or a memory, told by how it is used."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.repairs.verilog.expressions import Expression, parse_expression
from assistant.repairs.verilog.keywords import KEYWORDS
from assistant.repairs.verilog.outline import Module
from assistant.repairs.verilog.rule import View
from assistant.repairs.verilog.tokens import Kind
from assistant.repairs.verilog.usage import MEDIUM, STRONG, Evidence, Usage


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
    """Shapes of names of one module that are treated as not declared."""

    def __init__(self, view: View, module: Module, unknown: frozenset[str]) -> None:
        self.source = view.source
        self.module = module
        self.usage = Usage(view, module, unknown)
        self.facts = self.usage.facts
        self.widths = self.usage.widths

    def evidence(self, name: str) -> Evidence:
        return self.usage.evidence(name)

    def shapes(self, name: str) -> list[Shape]:
        """Possible declarations, the likeliest first."""
        evidence = self.evidence(name)
        if evidence.element and max((w.bits or 0 for w in evidence.element), default=0) > 1:
            return [self._memory(evidence)]
        if evidence.indices and evidence.element and not any(w.known for _, w, _ in evidence.widths):
            return [self._indexed_vector(evidence)]
        best = self.usage.best(name)
        strongest = max((s for s, w, _ in evidence.widths if w.known), default=0)
        if best is None or best.bits is None:
            width = max(evidence.least, evidence.partly_selected + 1 if evidence.partly_selected else 0)
            if width == 0:
                return [Shape(1, "", certain=False, why="nothing tells how wide it is, so one bit is assumed")]
            return [
                Shape(
                    width,
                    _range(width),
                    certain=evidence.least_why == "select",
                    why=f"{width} bit(s) hold the values it is used with",
                )
            ]
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
            shapes.append(
                Shape(
                    consumer,
                    self._range_like(consumer, same),
                    "",
                    best.signed,
                    certain=False,
                    why="that is the width of where it is used",
                )
            )
        if evidence.widened or evidence.partly_selected + 1 == bits > 1:
            wider = Shape(
                bits + 1, _range(bits + 1), "", best.signed, certain=False, why=f"{why}, and one bit for the carry"
            )
            if evidence.partly_selected + 1 == bits > 1:
                shapes.insert(0, wider)
            else:
                shapes.append(wider)
        return shapes

    def _range_like(self, bits: int, names: tuple[str, ...]) -> str:
        """The range of a declared name of that width, so that parameters stay parameters."""
        candidates = []
        for name in names:
            for declaration in self.module.declared(name):
                fact = self.facts.names.get(name)
                if (
                    declaration.place in ("header", "body")
                    and not declaration.unpacked
                    and fact
                    and fact.width == bits
                    and declaration.packed
                ):
                    candidates.append(declaration.packed)
        return next((c for c in candidates if any(ch.isalpha() for ch in c)), _range(bits))

    def _type_of(self, names: tuple[str, ...]) -> str:
        """The named type of a variable among ``names``, or of the enumeration that the members among them belong to."""
        for name in names:
            for declaration in self.module.declared(name):
                if declaration.kind and declaration.kind not in KEYWORDS:
                    return declaration.kind
                if (
                    declaration.kind == "localparam"
                    and not declaration.words
                    and self.source.word(declaration.first) == "typedef"
                ):
                    after = declaration.last + 1
                    if self.source.kind(after) is Kind.NAME:
                        return self.source.word(after)
        return ""

    def _memory(self, evidence: Evidence) -> Shape:
        widest = max(evidence.element, key=lambda w: w.bits or 0)
        bits = widest.bits or 1
        depth, text = self._depth(evidence)
        return Shape(
            bits,
            self._range_like(bits, widest.names),
            f"[0:{_less_one(text)}]",
            widest.signed,
            certain=depth > 0,
            why=f"its elements are {bits} bits wide",
        )

    def _indexed_vector(self, evidence: Evidence) -> Shape:
        depth, text = self._depth(evidence)
        if evidence.least > depth:
            depth, text = evidence.least, str(evidence.least)
        bound = _less_one(text) if depth else "0"
        return Shape(
            max(depth, 1),
            f"[{bound}:0]" if depth != 1 else "",
            certain=False,
            why=f"single bits of it are selected by an index up to {bound}",
        )

    def _depth(self, evidence: Evidence) -> tuple[int, str]:
        """Number of elements, as value and text, from the widths of the indices or the loops that run over them."""
        found: list[tuple[int, str]] = []
        if evidence.least_why == "index":
            found.append((evidence.least, str(evidence.least)))
        for index in evidence.indices:
            limit = self._loop_limit(index)
            if limit is not None:
                found.append(limit)
                continue
            width = self.widths.of(index)
            if width.bits is not None and width.bits <= 20:
                depth = 1 << width.bits
                same = [f.name for f in self.facts.names.values() if f.value == depth and not f.sized]
                parameter = next((p for n in width.names if (p := self._width_parameter(n))), "")
                text = same[0] if same else f"(1<<{parameter})" if parameter else str(depth)
                found.append((depth, text))
        if not found:
            return 0, "1"
        most = max(value for value, _ in found)
        # A text with parameters stays right when they change.
        return most, next((t for v, t in found if v == most and not t.isdigit()), str(most))

    def _width_parameter(self, name: str) -> str:
        """``ADDR_W`` when the name is declared ``[ADDR_W-1:0]``."""
        for declaration in self.module.declared(name):
            text = declaration.packed.replace(" ", "")
            if text.endswith("-1:0]") and text[1:-5].isidentifier():
                return text[1:-5]
        return ""

    def _loop_limit(self, index: Expression) -> tuple[int, str] | None:
        """One more than the index can become, when it is a loop's variable or that plus a constant."""
        more = 0
        if index.kind == "binary" and index.operator == "+":
            more = self.widths.constant(index.operands[1]) or 0
            index = index.operands[0]
        if index.kind != "name":
            return None
        source = self.source
        loops = [s for p in self.module.procedures for s in p.statements() if s.kind == "loop"]
        for loop in (*loops, *self.module.generate_loops):
            if loop.condition is None:
                continue
            for k in range(loop.condition[0], loop.condition[1]):
                if source.word(k) not in ("<", "<=") or source.word(k - 1) != index.name:
                    continue
                bound = parse_expression(source, k + 1, source.find(";", k, loop.condition[1]) - 1)
                value = self.widths.constant(bound)
                if value:
                    extra = more + (source.word(k) == "<=")
                    text = source.slice(bound.first, bound.last)
                    return value + extra, str(value + extra) if text.isdigit() else f"{text}+{extra}" if extra else text
        return None


def _less_one(text: str) -> str:
    """``N-1`` as text."""
    if text.isdigit():
        return str(int(text) - 1)
    return text.removesuffix("+1") if text.endswith("+1") else f"{text}-1"


def _range(bits: int) -> str:
    return f"[{bits - 1}:0]" if bits > 1 else ""
