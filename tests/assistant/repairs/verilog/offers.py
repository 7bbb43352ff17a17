"""What one repair offers for a Verilog text, from the complaints of the real tools, and whether the tools pass what it makes."""

from __future__ import annotations

import asyncio
from functools import cache

from assistant.repair import Proposal, RepairContext, apply_edits
from assistant.repairs.verilog import REPAIRS
from assistant.repairs.verilog.rule import answers
from backends.environment import Domain, Environment, Role, SourceFile
from backends.outcome import Label, Outcome, Severity
from backends.verilog.icarus import IcarusCompile
from backends.verilog.slang_front_end import SlangFrontEnd
from backends.verilog.verilator_lint import VerilatorLint
from backends.verilog.yosys_synthesis import YosysSynthesis

UNRELATED = "\nmodule unrelated (input a, output b);\n  assign b = a +;\nendmodule\n"
"""An error that no repair below is for; it makes the scanning repairs look over correct code."""

_SLANG = SlangFrontEnd()
_BY_NAME = {r.name: r for r in REPAIRS}


def environment(path: str, neighbours: dict[str, str] | None = None) -> Environment:
    files = tuple(SourceFile(f"/project/{name}", text, Role.SOURCE) for name, text in (neighbours or {}).items())
    return Environment(Domain.VERILOG, f"/project/{path}", "/project", files=files)


def complaints(code: str, place: Environment, tool: str) -> tuple[Outcome, ...]:
    """What slang says, and ``tool`` (``icarus``, ``verilator``, ``yosys``) after it; without tool, Icarus when slang is content."""
    static = _SLANG.analyze(code, place)
    if tool in ("verilator", "yosys"):
        return (static, _run(VerilatorLint() if tool == "verilator" else YosysSynthesis(), code, place))
    if tool == "icarus" or not static.errors:
        return (static, _run(IcarusCompile(), code, place))
    return (static,)


def _run(backend: IcarusCompile | VerilatorLint | YosysSynthesis, code: str, place: Environment) -> Outcome:
    return asyncio.run(backend.run(code, place))


def offers(
    repair: str, code: str, path: str = "dut.v", *, tool: str = "", neighbours: dict[str, str] | None = None
) -> list[tuple[Proposal, str]]:
    """The proposals of one repair with the text each leads to."""
    place = environment(path, neighbours)
    context = RepairContext(code, place, complaints(code, place, tool))
    chosen = _BY_NAME[repair]
    found = []
    for diagnostic in context.diagnostics:
        if answers(chosen.codes, diagnostic):
            found += [(p, apply_edits(code, p.edits)) for p in chosen.propose(diagnostic, context)]
    return found


def errors(code: str, path: str = "dut.v", neighbours: dict[str, str] | None = None) -> list[str]:
    """What slang and, where it is installed, Icarus hold against a text."""
    return list(_errors(code, path, tuple((neighbours or {}).items())))


@cache
def _errors(code: str, path: str, neighbours: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    place = environment(path, dict(neighbours))
    found = [d.message for d in _SLANG.analyze(code, place).errors]
    if not found and _has_icarus():
        outcome = _run(IcarusCompile(), code, place)
        found = [d.message for d in outcome.errors] if outcome.label is Label.COMPILATION_ERROR else []
    return tuple(found)


@cache
def _has_icarus() -> bool:
    return IcarusCompile().probe().found


def assert_mends(
    repair: str,
    code: str,
    right: str,
    wrong: str,
    path: str = "dut.v",
    *,
    tool: str = "",
    neighbours: dict[str, str] | None = None,
    beside_error: bool = False,
) -> Proposal:
    """``code`` with ``wrong`` in place of ``right`` is offered back as ``code``, which the tools pass.

    The offered text is compared line by line, without regard to white space and to the place of declarations; so the
    repair restores what the code does. With ``beside_error`` there is an error elsewhere in the file, for mistakes that
    no tool reports by themselves.
    """
    assert right in code
    broken = code.replace(right, wrong)
    expected = code + UNRELATED if beside_error else code
    if beside_error:
        broken += UNRELATED
    offered = offers(repair, broken, path, tool=tool, neighbours=neighbours)
    texts = {_lines(text): proposal for proposal, text in offered}
    assert _lines(expected) in texts, "\n-----\n".join(text for _, text in offered) or f"{repair} offers nothing"
    proposal = texts[_lines(expected)]
    assert proposal.repair == repair
    assert 0 < proposal.confidence <= 1
    assert "reports" in proposal.diagnosis
    assert errors(code, path, neighbours) == []
    return proposal


def assert_silent(repair: str, code: str, path: str = "dut.v") -> None:
    """On correct code, with an unrelated error elsewhere in the file, nothing of it is touched."""
    assert errors(code, path) == []
    broken = code + UNRELATED
    last = code.count("\n")
    for proposal, text in offers(repair, broken, path):
        touched = [e for e in proposal.edits if e.range.start.line <= last]
        assert not touched, f"{proposal.title}\n{text}"


def warned(code: str, wanted: str, path: str = "dut.v") -> bool:
    """True when slang warns of ``wanted``."""
    return any(
        d.code == wanted and d.severity is not Severity.ERROR
        for d in _SLANG.analyze(code, environment(path)).diagnostics
    )


def _lines(text: str) -> tuple[str, ...]:
    """Statements without white space, in an order that the place of a declaration does not change."""
    return tuple(sorted(line for line in "".join(text.split()).replace(";", ";\n").split("\n") if line))
