"""Arguments without direction."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

RANGED = """module m (input wire [3:0] x, input wire [1:0] y, output wire z);
    function f(input [3:0] a, input [1:0] b);
        f = a[b];
    endfunction
    assign z = f(x, y);
endmodule
"""


def test_ranged() -> None:
    assert_mends(
        "subroutine_port",
        RANGED,
        right="input [1:0] b);",
        wrong="[1:0] b);",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("subroutine_port", design)
