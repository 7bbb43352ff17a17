"""Closing words too many."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "endcase\n    end", "endcase\n    end\n    end"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("extra_end", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("extra_end", design)
