"""Keywords as names."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire a, output wire y);
    wire event_sig;
    assign event_sig = a;
    assign y = event_sig;
endmodule
"""


def test_inner_signal() -> None:
    assert_mends(
        "keyword_as_name",
        DESIGN,
        right="wire event_sig;\n    assign event_sig = a;\n    assign y = event_sig;",
        wrong="wire event;\n    assign event = a;\n    assign y = event;",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("keyword_as_name", design)
