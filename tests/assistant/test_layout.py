from __future__ import annotations

import pytest

from assistant.layout import layout_faults
from assistant.repair_loop import repair
from assistant.repair_result import Status
from backends.environment import Domain, Environment

TIDY = """module x (input clk, input go, input [3:0] a, output reg [3:0] q, output reg busy);
\talways @(posedge clk) begin
\t\tif (go) begin
\t\t\tq <= a;
\t\t\tbusy <= 1;
\t\tend else
\t\t\tbusy <= 0;
\t\tcase (a)
\t\t\t4'd1: q <= 0;
\t\t\tdefault: q <= a;
\t\tendcase
\tend
endmodule
"""


def test_code_laid_out_as_it_nests_has_no_faults():
    assert layout_faults(TIDY) == 0
    assert layout_faults(TIDY.replace("\n\t", "\n    ")) == 0
    assert layout_faults("") == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\t\t\tbusy <= 1;\n", "\t\tbusy <= 1;\n"),
        ("\t\tend else", "\t\t\t\tend else"),
        ("\t\tendcase", "\tendcase"),
    ],
)
def test_what_stands_elsewhere_than_it_belongs_is_a_fault(old, new):
    code = TIDY.replace(old, new)
    assert code != TIDY
    assert layout_faults(code) > 0


async def test_the_layout_tells_which_repair_of_a_block_is_meant():
    """Without its `begin`, the `end` of the block could as well be one too many."""
    broken = TIDY.replace("if (go) begin\n", "if (go)\n").replace("\t\tend else\n\t\t\tbusy <= 0;", "\t\tend")
    result = await repair(broken, Environment(Domain.VERILOG, "/p/x.v", "/p", "ice40"))
    assert result.status is Status.VERIFIED, result.reasons
    assert "if (go) begin\n\t\t\tq <= a;\n\t\t\tbusy <= 1;\n\t\tend\n" in result.code
