"""``parameter WIDTH = 8;`` in front of the module: Verilog has parameters inside modules only."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.outline import Module
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind
from assistant.repairs.verilog.verilog_version import systemverilog


def find(view: View) -> Iterator[Finding]:
    """All of them at once, each into the header of every module that uses it."""
    if systemverilog(view) or not view.modules:
        return
    source = view.source
    removed: list[Change] = []
    headed: dict[int, list[str]] = {}
    names: list[str] = []
    for first, last in _declarations(view):
        removed.append(view.remove(first, last))
        for name, text in _parameters(view, first, last):
            names.append(name)
            for number, module in enumerate(view.modules):
                if any(source.word(i) == name for i in range(module.first, module.last + 1)):
                    headed.setdefault(number, []).append(text)
    if not names:
        return
    added = [_added(view, view.modules[n], texts) for n, texts in headed.items()]
    yield Finding(
        (*removed, *added),
        f"Move {', '.join(names)} into the module",
        f"`{names[0]}` is declared in front of the module, where Verilog has no parameters; it belongs into its header",
        0.9,
    )


def _declarations(view: View) -> Iterator[tuple[int, int]]:
    """First and last token of each parameter declaration outside all modules."""
    source = view.source
    i = 0
    for module in view.modules:
        while i < module.first:
            if source.word(i) in ("parameter", "localparam"):
                end = source.find(";", i, module.first)
                if end < 0:
                    break
                yield i, end
                i = end
            i += 1
        i = module.last + 1


def _parameters(view: View, first: int, last: int) -> Iterator[tuple[str, str]]:
    """Each name with ``[7:0] NAME = value``."""
    source = view.source
    start = i = first + 1
    while i <= last:
        if source.word(i) in (",", ";"):
            equals = source.find("=", start, i)
            if equals > 0 and source.kind(equals - 1) is Kind.NAME:
                yield source.word(equals - 1), source.slice(start, i - 1)
            start = i + 1
        i = source.skip(i)


def _added(view: View, module: Module, texts: list[str]) -> Change:
    source = view.source
    at = module.name_token + 1
    listed = ", ".join(f"parameter {text}" for text in texts)
    if source.word(at) == "#" and source.word(at + 1) == "(":
        return view.behind(at + 1, f"{listed}, ")
    return view.behind(module.name_token, f" #({listed})")


REPAIR = scanning("parameter_outside_module", find)
