"""Closing words of other languages."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "endcase", "end case"),
        (COUNTER, "endmodule", "end module"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("closing_words", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("closing_words", design)


def test_name_behind_endmodule() -> None:
    assert_mends(
        "closing_words", COUNTER.replace("endmodule", "endmodule // counter"), right="// counter", wrong="counter"
    )
