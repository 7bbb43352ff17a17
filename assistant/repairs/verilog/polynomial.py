"""Integer expressions as sums of products, to find that ``i*8+7`` and ``i*8`` differ by a constant."""

from __future__ import annotations

from assistant.repairs.verilog.expressions import Expression, literal_value

Polynomial = dict[tuple[str, ...], int]
"""Coefficient by the sorted names multiplied; the empty tuple is the constant."""


def polynomial(tree: Expression) -> Polynomial | None:
    """The expanded form; ``None`` when the expression is more than sums, differences and products."""
    match tree.kind:
        case "number":
            value = literal_value(tree.name)[1]
            return None if value is None else {(): value}
        case "name":
            return {(tree.name,): 1}
        case "group":
            return polynomial(tree.operands[0])
        case "unary" if tree.operator in ("-", "+"):
            inner = polynomial(tree.operands[0])
            return None if inner is None else {k: -v if tree.operator == "-" else v for k, v in inner.items()}
        case "binary" if tree.operator in ("+", "-", "*"):
            left, right = polynomial(tree.operands[0]), polynomial(tree.operands[1])
            if left is None or right is None:
                return None
            if tree.operator == "*":
                return _product(left, right)
            return add(left, right, 1 if tree.operator == "+" else -1)
    return None


def add(left: Polynomial, right: Polynomial, factor: int = 1) -> Polynomial:
    """``left + factor * right``, terms that vanish left out."""
    out = dict(left)
    for names, coefficient in right.items():
        out[names] = out.get(names, 0) + factor * coefficient
    return {k: v for k, v in out.items() if v}


def _product(left: Polynomial, right: Polynomial) -> Polynomial:
    out: Polynomial = {}
    for a, x in left.items():
        for b, y in right.items():
            key = tuple(sorted(a + b))
            out[key] = out.get(key, 0) + x * y
    return {k: v for k, v in out.items() if v}


def names_in(value: Polynomial) -> frozenset[str]:
    return frozenset(name for names in value for name in names)


def text_of(value: Polynomial) -> str:
    """Verilog for it, e.g. ``2*W+1``; ``0`` when empty."""
    out = ""
    for names, coefficient in sorted(value.items(), key=lambda item: (-len(item[0]), item[0])):
        sign = "-" if coefficient < 0 else "+" if out else ""
        size = abs(coefficient)
        body = "*".join(([str(size)] if size != 1 or not names else []) + list(names))
        out += sign + body
    return out or "0"
