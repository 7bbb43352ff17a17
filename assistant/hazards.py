"""Warnings that mean a different circuit or a lost value: a repair must not bring one in, and they are worth repairing.

Tools name the same hazard differently; names are compared without case and punctuation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from backends.outcome import Diagnostic, Outcome, Severity

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("latch", re.compile(r"latch")),
    ("several drivers", re.compile(r"multi(ple)?driv|multiplealways|multiplecont|mixedvarassign|driverconflict")),
    ("no driver", re.compile(r"undriven|nodriver|unassigned")),
    ("lost bits", re.compile(r"trunc|selrange|indexoob|rangeoob|badindex|badrange|outofbounds")),
    ("combinational loop", re.compile(r"loop|unopt|alwcombordr")),
    ("incomplete case", re.compile(r"caseincomplete|casenotfull|incompletecase|enumcase")),
    ("incomplete sensitivity", re.compile(r"sensitiv|syncasyncnet")),
    ("blocking assignment in a register", re.compile(r"blkseq|blockinginalwaysff|combdly|blkandnblk")),
    ("undeclared net", re.compile(r"^implicit(net)?$")),
    ("unconnected port", re.compile(r"pinmissing|unconnected|nullport")),
    ("invalid shape", re.compile(r"invalid|unchanged|notwatertight|selfintersect|interference|empty")),
    ("memory access", re.compile(r"mask|outofrange|sharedmemory|race")),
)


CHANGES_BEHAVIOUR = frozenset(
    {
        "latch",
        "several drivers",
        "no driver",
        "lost bits",
        "combinational loop",
        "incomplete sensitivity",
        "blocking assignment in a register",
        "undeclared net",
    }
)
"""Kinds that make code which compiles do something else than it says."""


def hazard(diagnostic: Diagnostic) -> str | None:
    """The kind of functional hazard a diagnostic warns of; ``None`` for style, hints and everything else."""
    if diagnostic.severity not in (Severity.WARNING, Severity.ERROR):
        return None
    code = re.sub(r"[^a-z0-9]", "", diagnostic.code.lower())
    return next((kind for kind, pattern in _KINDS if pattern.search(code)), None)


def hazards(outcome: Outcome) -> tuple[Diagnostic, ...]:
    """The warnings of an outcome that are hazards in the checked file itself."""
    return tuple(
        d for d in outcome.diagnostics if d.path is None and d.severity is Severity.WARNING and hazard(d) is not None
    )


def cut_nets(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Nets that were never declared, hence one bit wide, and lose bits where they are driven.

    Verilog allows it, so no tool calls it an error; nobody means it.
    """
    here = [d for d in diagnostics if d.path is None]
    cut = {d.range.start.line for d in here if hazard(d) == "lost bits"}
    return tuple(d for d in here if hazard(d) == "undeclared net" and d.range.start.line in cut)


_STEP = re.compile(r"(\w+)\s*(?:\[[^\]]*\]\s*)?(?:\+\+|--|(?:<<|>>|[-+*/%&|^])=(?!=))")


def mixed_steps(code: str, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """``n++`` and ``n += 1``, which take effect at once, of a register that is assigned with ``<=`` elsewhere.

    Tools that read SystemVerilog into a Verilog file let it pass; nobody means it.
    """
    lines = code.split("\n")
    found = []
    for d in diagnostics:
        if d.path is None and hazard(d) == "blocking assignment in a register" and d.range.start.line < len(lines):
            step = _STEP.search(lines[d.range.start.line])
            if step and re.search(rf"\b{step[1]}\b\s*(?:\[[^\]]*\]\s*)?<=", code):
                found.append(d)
    return tuple(found)


_BIT_STRING = re.compile(r'(?:[=?&|^+-]|^|[;)])\s*"[01xXzZ_]{2,}"\s*(?:[;:?)]|$)')
_SIZE = re.compile(r"width|conversion|outsiderange")


def bit_strings(code: str, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """VHDL's ``"0101"`` as a value, which Verilog takes for characters: a vector of 32 bits where four are meant."""
    lines = code.split("\n")
    here = [d for d in diagnostics if d.path is None and d.range.start.line < len(lines)]
    return tuple(
        d for d in here if _SIZE.search(d.code.lower()) and _BIT_STRING.search(lines[d.range.start.line].strip())
    )


def logical_operands(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """``!x & y`` on vectors, where the one bit of ``!x`` is made as wide as ``y`` by zeros."""
    return tuple(
        d
        for d in diagnostics
        if d.path is None and re.search(r"Operator (AND|OR|XOR) .*LOGNOT generates 1 bits", d.message)
    )


def never_meant(code: str, diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Warnings of what compiles but nobody means."""
    found = (*cut_nets(diagnostics), *mixed_steps(code, diagnostics), *bit_strings(code, diagnostics))
    return (*found, *logical_operands(diagnostics))


def kinds(diagnostics: Iterable[Diagnostic]) -> Counter[str]:
    """How many of each kind."""
    return Counter(kind for d in diagnostics if (kind := hazard(d)) is not None)
