"""Devices of the stand-in: names only; every tensor lives in the memory of this process."""

from __future__ import annotations

from typing import Any


class device:
    """``torch.device``."""

    type: str
    index: int | None

    def __init__(self, type: Any = "cpu", index: int | None = None) -> None:
        if isinstance(type, device):
            type, index = type.type, type.index
        elif isinstance(type, int):
            type, index = "cuda", type
        name, _, number = str(type).partition(":")
        self.type = name
        self.index = int(number) if number else index
        if self.index is None and name != "cpu":
            self.index = 0

    def __repr__(self) -> str:
        return f"device(type={self.type!r}" + (f", index={self.index})" if self.index is not None else ")")

    def __str__(self) -> str:
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __eq__(self, other: object) -> bool:
        other = device(other) if isinstance(other, str) else other
        return isinstance(other, device) and (self.type, self.index) == (other.type, other.index)

    def __hash__(self) -> int:
        return hash((self.type, self.index))

    def __enter__(self) -> device:
        return self

    def __exit__(self, *exception: Any) -> None:
        return None


device.__module__ = "torch"
CPU = device("cpu")
_default = CPU


def default() -> device:
    return _default


def set_default(value: Any) -> None:
    global _default
    _default = device(value)
