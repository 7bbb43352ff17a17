"""Numbers of a script that know both how they are written and what they are: ``width / 2`` and 40.0."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_SUM, _PRODUCT, _ATOM = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Length:
    """An expression of the script. In a script without named parameters it is folded into the number itself."""

    text: str
    value: float
    binding: int = _ATOM
    folded: bool = False

    def __str__(self) -> str:
        return self.text

    def __float__(self) -> float:
        return float(self.value)

    def __int__(self) -> int:
        return int(self.value)

    def _with(self, other: Length | float, sign: str, binding: int, result: Callable[[float, float], float]) -> Length:
        right = other if isinstance(other, Length) else literal(other)
        value = result(self.value, right.value)
        if self.folded and (right.folded or not isinstance(other, Length)):
            return literal(value)
        tighter = sign in "-/"
        left_text = f"({self.text})" if self.binding < binding else self.text
        right_text = (
            f"({right.text})" if right.binding < binding or (tighter and right.binding == binding) else right.text
        )
        return Length(f"{left_text} {sign} {right_text}", value, binding)

    def __add__(self, other: Length | float) -> Length:
        return self._with(other, "+", _SUM, lambda a, b: a + b)

    def __sub__(self, other: Length | float) -> Length:
        return self._with(other, "-", _SUM, lambda a, b: a - b)

    def __mul__(self, other: Length | float) -> Length:
        return self._with(other, "*", _PRODUCT, lambda a, b: a * b)

    def __truediv__(self, other: Length | float) -> Length:
        return self._with(other, "/", _PRODUCT, lambda a, b: a / b)

    def __radd__(self, other: float) -> Length:
        return literal(other)._with(self, "+", _SUM, lambda a, b: a + b)

    def __rsub__(self, other: float) -> Length:
        return literal(other)._with(self, "-", _SUM, lambda a, b: a - b)

    def __rmul__(self, other: float) -> Length:
        return literal(other)._with(self, "*", _PRODUCT, lambda a, b: a * b)

    def __neg__(self) -> Length:
        if self.folded:
            return literal(-self.value)
        return Length(f"-{self.text}" if self.binding == _ATOM else f"-({self.text})", -self.value, _PRODUCT)

    def __lt__(self, other: Length | float) -> bool:
        return self.value < float(other)

    def __gt__(self, other: Length | float) -> bool:
        return self.value > float(other)


def literal(value: float) -> Length:
    """A plain number; negative ones bind like a product so that they get brackets where they need them."""
    rounded = round(float(value), 4)
    text = str(value) if isinstance(value, int) else repr(rounded)
    return Length(text, float(value), _ATOM if value >= 0 else _SUM, folded=True)
