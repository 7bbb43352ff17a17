"""What is declared in a file, for the outline and for the places where verdicts and numbers are shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backends.environment import Domain
from backends.outcome import Range


class Kind(StrEnum):
    MODULE = "module"
    INTERFACE = "interface"
    PACKAGE = "package"
    CLASS = "class"
    FUNCTION = "function"
    KERNEL = "kernel"
    TYPE = "type"
    PARAMETER = "parameter"
    PORT = "port"
    VARIABLE = "variable"
    INSTANCE = "instance"
    BLOCK = "block"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Symbol:
    """``range`` is all of it, ``name_range`` its name. ``detail`` is its type or the module it is an instance of."""

    name: str
    kind: Kind
    range: Range
    name_range: Range
    detail: str = ""
    children: tuple[Symbol, ...] = ()


HEADLINES = frozenset({Kind.MODULE, Kind.KERNEL, Kind.RESULT})
"""Symbols that a tool's verdict is about."""


def symbols_of(domain: Domain | None, path: str, text: str) -> tuple[Symbol, ...]:
    """In source order. Broken code gives what can be read of it. Milliseconds; run it outside the event loop."""
    if domain is Domain.VERILOG:
        from server.verilog_symbols import verilog_symbols

        return verilog_symbols(text)
    if path.endswith(".py"):
        from server.python_symbols import python_symbols

        return python_symbols(text)
    return ()


def headlines(symbols: tuple[Symbol, ...]) -> list[Symbol]:
    """The modules, kernels and results among ``symbols``."""
    return [s for s in symbols if s.kind in HEADLINES]
