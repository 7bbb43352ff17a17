"""Nets of one bit by mistake."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire [3:0] a, output wire [3:0] y);
    wire [3:0] held;
    buffer u_buffer (.d(a), .q(held));
    assign y = held;
endmodule
"""


def test_width_of_the_reader() -> None:
    assert_mends(
        "implicit_net",
        DESIGN,
        right="wire [3:0] held;\n",
        wrong="\n",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("implicit_net", design)
