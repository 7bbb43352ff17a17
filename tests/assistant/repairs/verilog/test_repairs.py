"""What holds for all repairs of Verilog together."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.repair import Repair, RepairContext, apply_edits
from assistant.repairs.verilog import REPAIRS
from assistant.repairs.verilog.rule import answers
from backends.environment import Domain
from tests.assistant.repairs.verilog.designs import COUNTER, GOOD
from tests.assistant.repairs.verilog.offers import complaints, environment

JUNK = [
    "",
    "\n\n",
    "module",
    "module m(",
    "endmodule end ) ] }",
    "\x00\x01 not text \ufffd",
    "module m; initial begin " + "(" * 200,
    "`define X(a \\\n",
    "case casez casex endcase default : ;",
    "module é(input ä); assign ä = 'ö'; endmodule",
    "if if if else else then begin {" * 20,
]


def test_each_repair_keeps_the_protocol() -> None:
    assert len(REPAIRS) >= 30
    assert len({r.name for r in REPAIRS}) == len(REPAIRS)
    for repair in REPAIRS:
        assert isinstance(repair, Repair)
        assert repair.domain is Domain.VERILOG
        assert repair.codes


def test_each_repair_has_tests_of_its_own() -> None:
    tested = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert {r.name for r in REPAIRS} <= tested


@pytest.mark.parametrize("text", JUNK)
def test_no_repair_stumbles_over_junk(text: str) -> None:
    _propose_all(text)


@pytest.mark.parametrize("design", GOOD)
def test_no_repair_stumbles_over_code_that_breaks_off(design: str) -> None:
    for end in range(0, len(design), 97):
        _propose_all(design[:end])


def test_edits_apply_to_text_with_wide_characters() -> None:
    broken = COUNTER.replace("count <= 0;", "count <= 0 // größer 😀\n")
    assert any("count <= 0; // größer 😀" in text for _, text in _propose_all(broken))


def _propose_all(text: str) -> list[tuple[str, str]]:
    place = environment("dut.v")
    context = RepairContext(text, place, complaints(text, place, "slang"))
    found = []
    for diagnostic in context.diagnostics:
        for repair in REPAIRS:
            if answers(repair.codes, diagnostic):
                found += [(repair.name, apply_edits(text, p.edits)) for p in repair.propose(diagnostic, context)]
    return found
