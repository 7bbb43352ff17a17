"""Conditionals that do not pair off."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire a, output wire y);
    assign y = a;
endmodule
"""


def test_extra_endif() -> None:
    assert_mends(
        "unbalanced_conditional",
        DESIGN,
        right="assign y = a;\nendmodule\n",
        wrong="assign y = a;\nendmodule\n`endif\n",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("unbalanced_conditional", design)
