"""Whether two findings are about one cause, said in the words of two tools, two stages or two targets."""

from __future__ import annotations

import re
from functools import lru_cache

from backends.outcome import Diagnostic, Range, Severity, Stage
from server.diagnostic_store import Finding

READING = frozenset({Stage.STATIC, Stage.LINT, Stage.COMPILE})
"""Stages that read the code; what later ones say of code that cannot be read follows from that."""

_QUOTED = re.compile(r"[`'\"]([A-Za-z_$][\w$.\[\]:]*)[`'\"]")
_SYNTAX = re.compile(
    r"syntax|expected|unexpected|missing|invalid (module|syntax)|malformed|parse error|is SystemVerilog", re.IGNORECASE
)
_TOPIC = {
    topic: re.compile(pattern, re.IGNORECASE)
    for topic, pattern in {
        "latch": r"latch",
        "width": r"width|trunc|expand|bits|size of|padded",
        "unused": r"unused|never used|not used",
        "undriven": r"undriven|never assigned|no driver|not driven",
        "drivers": r"multi.?driven|multiple (conflicting )?drivers|more than one driver|driven by multiple",
        "loop": r"combinational loop|comb loop|logic loop|UNOPTFLAT",
        "case": r"case.*(incomplete|cover|default)|CASEINCOMPLETE",
        "blocking": r"blocking|BLKSEQ|COMBDLY",
        "sensitivity": r"sensitivity",
        "connection": r"no connection|not connected|unconnected|missing pin|dangling|floating",
    }.items()
}
_OF_AN_OBJECT = frozenset({"latch", "drivers", "undriven", "loop"})
"""Of these each tool names the place it likes: a declaration, a process, an assignment."""


def one_cause(one: Finding, other: Finding) -> bool:
    """Whether ``other``, which does not lead, says what ``one`` says."""
    a, b = one.diagnostic, other.diagnostic
    if a.source == b.source:
        return _repeated(one, other)
    names, others = names_of(a), names_of(b)
    if a.range == b.range and names & others:
        return True
    topics = topics_of(a) & topics_of(b)
    if topics & _OF_AN_OBJECT and names & others:
        return True
    if (a.severity is Severity.ERROR) != (b.severity is Severity.ERROR):
        return False
    apart = b.range.start.line - a.range.start.line
    if apart:
        # A missing token is reported where it is missing or where the next one stands.
        return apart == 1 and b.severity is Severity.ERROR and is_syntax_error(a) and is_syntax_error(b)
    if names and others:
        return bool(names & others)
    if b.severity is Severity.ERROR:
        return (is_syntax_error(a) and is_syntax_error(b)) or touch(a.range, b.range)
    return bool(topics)


def contradicts(member: Finding, other: Finding) -> bool:
    """One tool does not repeat itself: two things it says are two things, unless it says the same of the same place."""
    a, b = member.diagnostic, other.diagnostic
    return a.source == b.source and not _repeated(member, other)


def _repeated(one: Finding, other: Finding) -> bool:
    """Two words of one source: of one run, of its front end and its run, or of runs for two targets."""
    a, b = one.diagnostic, other.diagnostic
    if check_of(a) != check_of(b):
        return False
    names, others = names_of(a), names_of(b)
    if (one.tool, one.target) == (other.tool, other.target):
        return a.range == b.range and (not (names or others) or "width" in topics_of(a) & topics_of(b))
    if a.range.start.line != b.range.start.line:
        return False
    return bool(names & others) or not (names and others)


def follows_from_syntax_error(finding: Finding) -> bool:
    """A tool that lost its way at a syntax error reports more of them until it gives up."""
    d = finding.diagnostic
    return d.code == "syntax-error" and d.severity is Severity.ERROR and d.stage is not Stage.STATIC


def leads_astray(finding: Finding) -> bool:
    """A syntax error of a front end that recovers and tells each one exactly."""
    d = finding.diagnostic
    return d.stage is Stage.STATIC and d.severity is Severity.ERROR and not finding.stale and is_syntax_error(d)


def check_of(diagnostic: Diagnostic) -> str:
    """The check that spoke, where an exception of a run is one that the front end has a name for."""
    return str(diagnostic.data.get("check") or diagnostic.code)


def objects_of(diagnostic: Diagnostic) -> frozenset[tuple[str, str]]:
    """The objects it is about, by topic and name, where tools differ on the line."""
    topics = topics_of(diagnostic) & _OF_AN_OBJECT
    return frozenset((topic, name) for topic in topics for name in names_of(diagnostic))


def names_of(diagnostic: Diagnostic) -> frozenset[str]:
    return _names(diagnostic.message)


def topics_of(diagnostic: Diagnostic) -> frozenset[str]:
    return _topics(f"{diagnostic.code} {diagnostic.message}")


def is_syntax_error(diagnostic: Diagnostic) -> bool:
    return diagnostic.code == "syntax-error" or bool(_SYNTAX.search(diagnostic.message))


def touch(one: Range, other: Range) -> bool:
    return one.start <= other.end and other.start <= one.end


@lru_cache(maxsize=4096)
def _names(message: str) -> frozenset[str]:
    return frozenset(name.rsplit(".", 1)[-1] for name in _QUOTED.findall(message))


@lru_cache(maxsize=4096)
def _topics(text: str) -> frozenset[str]:
    return frozenset(topic for topic, pattern in _TOPIC.items() if pattern.search(text))
