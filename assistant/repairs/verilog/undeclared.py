"""Which names a module uses without declaring them, and what each use looks like."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.repairs.verilog.drive import drivers_of, is_read
from assistant.repairs.verilog.outline import Module
from assistant.repairs.verilog.rule import View
from assistant.repairs.verilog.tokens import Kind
from backends.outcome import Diagnostic

CODES = (
    "slang:UndeclaredIdentifier",
    "slang:TypoIdentifier",
    "slang:ImplicitNet",
    "slang:CouldNotResolveHierarchicalPath",
    # A name that only an instance's connection declared, as an implicit net, and that is used before it.
    "slang:UsedBeforeDeclared",
    # An implicit net is one bit wide: selecting from it is how the missing declaration may show.
    "slang:CannotIndexScalar",
    "slang:IndexOOB",
    "slang:RangeOOB",
    "verilator:IMPLICIT",
)


@dataclass(frozen=True, slots=True)
class Undeclared:
    """A name with the tokens that use it. ``driven`` as in ``drive``; ``loop`` when a for header steps it."""

    name: str
    uses: tuple[int, ...]
    driven: frozenset[str]
    read: bool
    loop: str = ""
    """``procedure`` or ``generate`` when the name is a loop variable."""


def undeclared_in(view: View, module: Module) -> dict[str, Undeclared]:
    """All names used in the module that nothing in the file declares (as far as the outline can tell)."""
    cache = view.context.parsed.setdefault("verilog.undeclared", {})
    if module.first in cache:
        return cache[module.first]  # type: ignore[no-any-return]
    source = view.source
    known = set(module.names()) | {m.name for m in view.modules}
    known |= {p.name for p in module.procedures if p.name} | {i.name for i in module.instances}
    known |= _labels(view, module) | _types(view)
    uses: dict[str, list[int]] = {}
    for i in range(module.name_token + 1, module.last + 1):
        if source.kind(i) is not Kind.NAME or source.word(i) in known:
            continue
        if source.word(i - 1) in (".", "`", "#", "::") or (source.word(i - 1) == "." and source.word(i - 2) == ""):
            continue
        if source.word(i).startswith("\\"):
            continue
        uses.setdefault(source.word(i), []).append(i)
    definitions = {i.definition for i in module.instances}
    found = {}
    for name, tokens in uses.items():
        if name in definitions:
            continue
        found[name] = Undeclared(
            name, tuple(tokens), drivers_of(view, module, name), is_read(view, module, name), _loop(view, module, name)
        )
    cache[module.first] = found
    return found


def named_by(diagnostic: Diagnostic, view: View) -> tuple[Module, Undeclared] | None:
    """The undeclared name a diagnostic is about."""
    i = view.token_at(diagnostic)
    module = view.outline.module_at(i)
    if module is None:
        return None
    names = undeclared_in(view, module)
    wanted = diagnostic.data.get("name") if diagnostic.data else None
    word = wanted if isinstance(wanted, str) else view.source.word(i)
    if word not in names:
        opener = next((k for k in range(i, max(i - 12, -1), -1) if view.source.word(k) == "["), i)
        word = view.source.word(opener - 1)
    if word not in names:
        word = next((n for n in names if f"'{n}'" in diagnostic.message or f"`{n}'" in diagnostic.message), "")
    return (module, names[word]) if word in names else None


def _labels(view: View, module: Module) -> set[str]:
    source = view.source
    return {
        source.word(i + 1)
        for i in range(module.first, module.last)
        if source.word(i) == ":"
        and source.word(i - 1) in ("begin", "end", "fork", "endmodule", "endfunction", "endtask", "endcase", "join")
    }


def _types(view: View) -> set[str]:
    """Names of typedefs, anywhere in the file, with the members of enumerations."""
    source = view.source
    found: set[str] = set()
    for i in range(len(source)):
        if source.word(i) != "typedef":
            continue
        k = i + 1
        while k < len(source) and source.word(k) != ";":
            if source.word(k) == "{" and source[k].start:
                close = source.partner.get(k, k)
                found |= {
                    source.word(j)
                    for j in range(k, close)
                    if source.kind(j) is Kind.NAME and source.word(j + 1) in (",", "}", "=", ";")
                }
            if source.kind(k) is Kind.NAME and source.word(k + 1) == ";":
                found.add(source.word(k))
            k = source.skip(k)
    return found


def _loop(view: View, module: Module, name: str) -> str:
    source = view.source
    for procedure in module.procedures:
        for statement in procedure.statements():
            if statement.kind == "loop" and statement.condition and source.word(statement.condition[0] + 1) == name:
                return "procedure"
    for loop in module.generate_loops:
        if loop.condition and source.word(loop.condition[0] + 1) == name:
            return "generate"
    return ""
