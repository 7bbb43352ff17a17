"""Warnings that mean a different circuit or a lost value: a repair must not bring one in, and they are worth repairing.

Tools name the same hazard differently; names are compared without case and punctuation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

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
    ("undeclared net", re.compile(r"^implicit|implicitnet")),
    ("unconnected port", re.compile(r"pinmissing|unconnected|nullport")),
    ("invalid shape", re.compile(r"invalid|unchanged|notwatertight|selfintersect|interference|empty")),
    ("memory access", re.compile(r"mask|outofrange|sharedmemory|race")),
)


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


def kinds(diagnostics: Iterable[Diagnostic]) -> Counter[str]:
    """How many of each kind."""
    return Counter(kind for d in diagnostics if (kind := hazard(d)) is not None)
