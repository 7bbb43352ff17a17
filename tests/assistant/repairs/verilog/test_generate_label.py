"""Generate blocks without a name."""

from __future__ import annotations

import pytest

from assistant.repair import RepairContext, apply_edits
from assistant.repairs.verilog import generate_label
from backends.outcome import Diagnostic, Label, Outcome, Range, Severity, Stage
from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_silent, environment, errors

UNNAMED = """module m (input wire [3:0] a, output wire [3:0] y);
    genvar i;
    generate
        for (i = 0; i < 4; i = i + 1) begin
            assign y[i] = ~a[i];
        end
    endgenerate
endmodule
"""


def test_names_the_block() -> None:
    # Verilator says this only with warnings that the lint backend does not ask for, so it is written out here.
    said = Diagnostic(
        Range.of(3, 38, 3, 43),
        Severity.WARNING,
        "GENUNNAMED",
        "Unnamed generate block (IEEE 1800-2023 27.6)",
        "verilator",
        Stage.LINT,
    )
    outcome = Outcome("verilator", Stage.LINT, Label.PASS, (said,))
    context = RepairContext(UNNAMED, environment("dut.v"), (outcome,))
    (proposal,) = generate_label.REPAIR.propose(said, context)
    text = apply_edits(UNNAMED, proposal.edits)
    assert "begin : gen_i\n" in text
    assert errors(text) == []


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("generate_label", design)
