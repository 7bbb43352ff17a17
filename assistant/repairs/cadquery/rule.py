"""How a CadQuery repair is written: a function from a diagnostic and a view of the script to changes of its text."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.repair import Edit, Proposal, RepairContext
from backends.cadquery.call_sites import CallSites
from backends.cadquery.constants import Constants
from backends.environment import Domain
from backends.outcome import Diagnostic, Position, Range
from backends.text import LineIndex

EXCEPTIONS = (
    "AttributeError", "TypeError", "ValueError", "NameError", "ParseException", "ZeroDivisionError", "StdFail_NotDone",
    "Standard_DomainError", "Standard_ConstructionError", "Standard_NegativeValue", "Standard_Failure",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One possible repair: ``cause`` completes the diagnosis after what the tool said."""

    edits: tuple[Edit, ...]
    title: str
    cause: str
    confidence: float = 0.5
    ambiguous: bool = False


class View:
    """The script as repairs look at it; parsed once for all of them."""

    def __init__(self, context: RepairContext) -> None:
        self.code = context.code
        self.lines: LineIndex = context.lines
        parsed = context.parsed
        if "cadquery.sites" not in parsed:
            parsed["cadquery.sites"] = CallSites.of(context.code)
        self.sites: CallSites = parsed["cadquery.sites"]
        self._parsed = parsed

    @property
    def tree(self) -> ast.Module | None:
        return self.sites.tree

    @property
    def constants(self) -> Constants:
        if "cadquery.constants" not in self._parsed:
            assert self.tree is not None
            self._parsed["cadquery.constants"] = Constants(self.tree, self.sites.nodes)
        found: Constants = self._parsed["cadquery.constants"]
        return found

    def text(self, node: ast.AST) -> str:
        at = self.sites.node_range(node)
        return self.code[self.lines.offset(at.start) : self.lines.offset(at.end)]

    def call(self, diagnostic: Diagnostic) -> ast.Call | None:
        """The call that a diagnostic is about: the one with its range, else the innermost around its start."""
        best: tuple[int, ast.Call] | None = None
        for node in self.sites.nodes:
            if not isinstance(node, ast.Call):
                continue
            at = self.sites.call_range(node)
            if at == diagnostic.range:
                return node
            if at.start <= diagnostic.range.start < at.end:
                size = self.lines.offset(at.end) - self.lines.offset(at.start)
                if best is None or size < best[0]:
                    best = (size, node)
        return best[1] if best else None

    def expression(self, diagnostic: Diagnostic) -> ast.expr | None:
        """The expression that fills a diagnostic's range."""
        for node in self.sites.nodes:
            if isinstance(node, ast.expr) and self.sites.node_range(node) == diagnostic.range:
                return node
        return None

    def attribute(self, diagnostic: Diagnostic) -> ast.Attribute | None:
        """The attribute whose name a diagnostic marks."""
        for node in self.sites.nodes:
            if isinstance(node, ast.Attribute) and self.sites.name_range(node) == diagnostic.range:
                return node
        return None

    def attributes(self, name: str) -> list[ast.Attribute]:
        """Every ``….name``."""
        return [n for n in self.sites.nodes if isinstance(n, ast.Attribute) and n.attr == name]

    def statement(self, node: ast.AST) -> ast.stmt | None:
        """The innermost statement around a node."""
        at = self.sites.node_range(node)
        around = None
        for candidate in self.sites.nodes:
            if isinstance(candidate, ast.stmt):
                span = self.sites.node_range(candidate)
                if span.start <= at.start and at.end <= span.end:
                    around = candidate  # breadth first: later ones are deeper
        return around

    def replace(self, node: ast.AST, text: str) -> Edit:
        return Edit(self.sites.node_range(node), text)

    def insert(self, position: Position, text: str) -> Edit:
        return Edit(Range(position, position), text)

    def before_method(self, call: ast.Call, text: str) -> Edit:
        """Put ``text`` (``.close()``) into the chain before a call, on a line of its own where the call is on one."""
        assert isinstance(call.func, ast.Attribute)
        dot = self.code.rindex(".", 0, self.lines.offset(self.sites.name_range(call.func).start))
        at = self.lines.position(dot)
        line = self.lines.line_text(at.line)
        indent = line[: at.column]
        return self.insert(at, f"{text}\n{indent}" if not indent.strip() else text)

    def after_chain(self, node: ast.expr, text: str) -> Edit:
        return self.insert(self.sites.node_range(node).end, text)

    def used(self, name: str) -> int:
        """How often a name is read."""
        return sum(isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load) for n in self.sites.nodes)

    def imported_as(self, module: str) -> str | None:
        """The name under which a module is imported."""
        for node in self.sites.nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name == module:
                        return alias.asname or alias.name
        return None


def check_of(diagnostic: Diagnostic) -> str:
    """The mistake by its static name, also when an exception of the kernel reports it."""
    return str(diagnostic.data.get("check") or diagnostic.code)


def method_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def as_number(value: float, like: str = "") -> str:
    """A number as Python text, with a decimal point where the text it replaces had one."""
    text = f"{value:.10g}"
    return text + ".0" if "." in like and text.lstrip("-").isdigit() else text


@dataclass(slots=True, eq=False)
class CadQueryRepair:
    """A ``Repair``: answers to the static front end's codes, and to the kernel's exceptions by the ``checks`` they name."""

    name: str
    find: Callable[[Diagnostic, View], Iterable[Finding]]
    checks: frozenset[str]
    python: frozenset[str]
    """Codes of the source ``python`` that it answers to as well."""
    codes: frozenset[str]
    safe: bool = False
    domain: Domain = Domain.CADQUERY

    def propose(self, diagnostic: Diagnostic, context: RepairContext) -> Iterable[Proposal]:
        wanted = (
            diagnostic.code in self.python if diagnostic.source == "python" else check_of(diagnostic) in self.checks
        )
        if diagnostic.path is not None or not wanted:
            return
        view = View(context)
        if view.tree is None and diagnostic.source != "python":
            return
        for found in self.find(diagnostic, view):
            yield Proposal(
                self.name, found.title, f"{_said(diagnostic)} {found.cause}", found.edits, found.confidence,
                found.ambiguous, diagnostic,
            )  # fmt: skip


def _said(diagnostic: Diagnostic) -> str:
    tool = "CadQuery" if diagnostic.source == "cadquery" else "Python"
    message = diagnostic.message.rstrip(".")
    return f"{tool} says: {message}" + ("" if message.endswith("?") else ".")


def repair(
    name: str,
    find: Callable[[Diagnostic, View], Iterable[Finding]],
    *checks: str,
    python: Iterable[str] = (),
    safe: bool = False,
) -> CadQueryRepair:
    """A repair that answers to these checks, wherever they are reported."""
    codes = {f"cadquery:{code}" for code in (*checks, *EXCEPTIONS)} | {f"python:{code}" for code in python}
    return CadQueryRepair(name, find, frozenset(checks), frozenset(python), frozenset(codes), safe)
