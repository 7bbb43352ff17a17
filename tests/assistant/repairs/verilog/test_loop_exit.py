"""break and continue."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire [3:0] a, output reg [1:0] y);
    integer i;
    always @(*) begin
        y = 2'd0;
        begin : loop_1
        for (i = 0; i < 4; i = i + 1) begin
            if (a[i]) begin
                y = i[1:0];
                disable loop_1;
            end
        end
        end
    end
endmodule
"""


def test_break_out() -> None:
    assert_mends(
        "loop_exit",
        DESIGN,
        right="begin : loop_1\n        for (i = 0; i < 4; i = i + 1) begin\n            if (a[i]) begin\n                y = i[1:0];\n                disable loop_1;\n            end\n        end\n        end\n",
        wrong="for (i = 0; i < 4; i = i + 1) begin\n            if (a[i]) begin\n                y = i[1:0];\n                break;\n            end\n        end\n",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("loop_exit", design)
