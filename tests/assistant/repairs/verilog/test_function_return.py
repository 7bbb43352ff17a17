"""return in Verilog."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire [3:0] x, input wire [3:0] y, output wire [3:0] z);
    function [3:0] larger;
        input [3:0] a, b;
        begin
            larger = (a > b) ? a : b;
        end
    endfunction
    assign z = larger(x, y);
endmodule
"""
EARLY = DESIGN.replace("larger = (a > b) ? a : b;", "if (a > b) larger = a;\n            else begin larger = b; end")


def test_at_the_end() -> None:
    assert_mends(
        "function_return",
        DESIGN,
        right="larger = (a > b) ? a : b;",
        wrong="return (a > b) ? a : b;",
    )


def test_early() -> None:
    assert_mends(
        "function_return",
        EARLY,
        right="if (a > b) larger = a;\n            else begin larger = b; end",
        wrong="if (a > b) return a;\n            return b;",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("function_return", design)
