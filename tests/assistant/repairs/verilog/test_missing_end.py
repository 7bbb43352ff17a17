"""Blocks left open."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, FUNCTION, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "if (stop) next_state = DONE;\n            end", "if (stop) next_state = DONE;"),
        (FSM, "endcase\n    end", "end"),
        (FUNCTION, "endfunction\n", "\n"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("missing_end", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("missing_end", design)
