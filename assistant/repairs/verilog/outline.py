"""Modules, declarations, procedures, assignments and instances of a possibly broken text.

A forgiving parser over tokens: it never fails, and gives up a construct at the next keyword that cannot belong to it.
Widths and types are slang's business (``widths.py``); this only says where things stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.repair import RepairContext
from assistant.repairs.verilog.keywords import (
    CASES,
    DECLARING,
    DIRECTIONS,
    MODULE_ITEMS,
    NETS,
    PARAMETERS,
    PROCEDURES,
    VARIABLES,
)
from assistant.repairs.verilog.tokens import OPENING, Kind, Source, source_of

ASSIGNMENT_OPERATORS = frozenset(
    ("=", "<=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "<<<=", ">>>=")
)


@dataclass(slots=True)
class Declaration:
    """One declared name. Token indices: ``first`` … ``last`` is the whole statement or port, ``token`` the name."""

    name: str
    token: int
    first: int
    last: int
    direction: str = ""
    kind: str = ""
    """``wire``, ``reg``, ``parameter`` …, a type's name, or empty when nothing was written."""
    signed: bool = False
    packed: str = ""
    """Text of the packed dimensions, e.g. ``[WIDTH-1:0]``."""
    unpacked: str = ""
    initial: tuple[int, int] | None = None
    """First and last token of the initial value."""
    place: str = "body"
    """``header`` (ANSI port or parameter), ``body``, ``block`` (inside a procedure) or ``function``."""
    siblings: int = 1
    """How many names the same statement declares."""
    words: tuple[str, ...] = ()
    """The keywords before the name, e.g. ``("output", "reg", "signed")``."""
    keyword_token: int = -1
    """The token that says net or variable kind (``wire``), -1 when there is none."""

    @property
    def is_parameter(self) -> bool:
        return self.kind in PARAMETERS

    @property
    def is_net(self) -> bool:
        return self.kind in NETS or (not self.kind and bool(self.direction))

    @property
    def is_variable(self) -> bool:
        return bool(self.kind) and not self.is_net and not self.is_parameter and self.kind != "genvar"


@dataclass(slots=True)
class Statement:
    """A procedural statement. ``kind``: block, if, case, loop, timed, assign, call, declaration, null or unknown."""

    kind: str
    first: int
    last: int
    children: list[Statement] = field(default_factory=list)
    condition: tuple[int, int] | None = None
    """The parentheses of an ``if``, ``case`` or loop."""
    labels: list[tuple[int, int] | None] = field(default_factory=list)
    """For a case: the tokens of each item's labels, ``None`` for ``default``, one for each child."""
    operator: int = -1
    """For an assignment: the token of ``=`` or ``<=``."""
    closed: bool = True
    """False when the closing keyword or semicolon is missing."""
    has_else: bool = False

    def walk(self) -> Iterator[Statement]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Procedure:
    """``always`` (any flavour), ``initial``, ``function`` or ``task``. ``event`` spans the sensitivity's parentheses."""

    keyword: str
    first: int
    last: int
    body: Statement | None
    event: tuple[int, int] | None = None
    name: str = ""

    def statements(self) -> Iterator[Statement]:
        if self.body is not None:
            yield from self.body.walk()


@dataclass(slots=True)
class Assignment:
    """``targets`` are the assigned names with their tokens; ``where`` is ``assign``, ``always``, ``initial`` or ``function``."""

    targets: list[tuple[str, int]]
    left: tuple[int, int]
    operator: int
    right: tuple[int, int]
    where: str
    procedure: Procedure | None = None
    statement: Statement | None = None


@dataclass(slots=True)
class Connection:
    """One ``.port(expression)``, or a positional expression with an empty ``port``."""

    port: str
    port_token: int
    first: int
    last: int
    expression: tuple[int, int] | None


@dataclass(slots=True)
class Instance:
    definition: str
    name: str
    first: int
    last: int
    connections: list[Connection]
    parameters: tuple[int, int] | None = None
    open: int = -1
    """The parenthesis that opens the port connections."""


@dataclass(slots=True)
class Module:
    """``header_end`` is the ``;`` of the header (or the last header token); ``last`` is ``endmodule`` when ``closed``."""

    name: str
    first: int
    name_token: int
    header_end: int
    last: int
    closed: bool
    ports_open: int = -1
    ports_close: int = -1
    port_order: list[tuple[str, int]] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    procedures: list[Procedure] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    instances: list[Instance] = field(default_factory=list)
    generate_loops: list[Statement] = field(default_factory=list)
    loose: list[Statement] = field(default_factory=list)
    """Statements at module level that no item keyword introduces (``y = a & b;``, a bare ``if``)."""

    def declared(self, name: str) -> list[Declaration]:
        return [d for d in self.declarations if d.name == name]

    def find(self, name: str) -> Declaration | None:
        """The declaration that decides the kind: the body's before the port's."""
        found = self.declared(name)
        return next((d for d in found if d.kind and d.place == "body"), found[0] if found else None)

    def names(self) -> dict[str, Declaration]:
        return {d.name: d for d in reversed(self.declarations)}

    @property
    def ports(self) -> list[Declaration]:
        return [d for d in self.declarations if d.direction and d.place in ("header", "body")]

    @property
    def ansi(self) -> bool:
        return any(d.place == "header" and d.direction for d in self.declarations)

    def drivers(self, name: str) -> list[Assignment]:
        return [a for a in self.assignments if any(n == name for n, _ in a.targets)]


class Outline:
    """The modules of a text, in order, and which module a token is in."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.modules: list[Module] = []
        from assistant.repairs.verilog.outline_parser import parse_modules

        self.modules = parse_modules(source)

    def module_at(self, index: int) -> Module | None:
        """The module that contains the token, else the last one before it."""
        found = None
        for module in self.modules:
            if module.first <= index:
                found = module
        return found

    def procedure_at(self, index: int) -> Procedure | None:
        module = self.module_at(index)
        if module is None:
            return None
        return next((p for p in module.procedures if p.first <= index <= p.last), None)


def outline_of(context: RepairContext) -> Outline:
    """The outline of the checked file, made once for all repairs."""
    outline = context.parsed.get("verilog.outline")
    if outline is None:
        outline = context.parsed["verilog.outline"] = Outline(source_of(context))
    return outline  # type: ignore[no-any-return]


__all__ = [
    "ASSIGNMENT_OPERATORS",
    "CASES",
    "DECLARING",
    "DIRECTIONS",
    "MODULE_ITEMS",
    "OPENING",
    "PROCEDURES",
    "VARIABLES",
    "Assignment",
    "Connection",
    "Declaration",
    "Instance",
    "Kind",
    "Module",
    "Outline",
    "Procedure",
    "Statement",
    "outline_of",
]
