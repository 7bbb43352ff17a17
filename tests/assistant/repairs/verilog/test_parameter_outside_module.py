"""Parameters in front of the module."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent, offers

DESIGN = """module m #(parameter WIDTH = 8) (input wire [WIDTH-1:0] a, output wire [WIDTH-1:0] y);
    assign y = ~a;
endmodule
"""


def test_moves_into_the_header() -> None:
    broken = "parameter WIDTH = 8;\n" + DESIGN.replace(" #(parameter WIDTH = 8)", "")
    ((_, text), *_) = offers("parameter_outside_module", broken)
    assert text == DESIGN


def test_beside_parameters_of_the_module() -> None:
    code = DESIGN.replace("WIDTH = 8", "WIDTH = 8, parameter KIND = 0")
    assert_mends(
        "parameter_outside_module",
        code,
        right="module m #(parameter WIDTH = 8, ",
        wrong="parameter WIDTH = 8;\nmodule m #(",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("parameter_outside_module", design)
