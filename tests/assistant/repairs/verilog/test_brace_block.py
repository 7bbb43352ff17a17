"""Blocks in braces."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (
            COUNTER,
            "if (rst) begin\n            count <= 0;\n        end else if (enable) begin\n            count <= count + 1;\n        end",
            "if (rst) {\n            count <= 0;\n        } else if (enable) {\n            count <= count + 1;\n        }",
        ),
        (
            FSM,
            "RUN: begin\n                busy = 1'b1;\n                if (stop) next_state = DONE;\n            end",
            "RUN: {\n                busy = 1'b1;\n                if (stop) next_state = DONE;\n            }",
        ),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("brace_block", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("brace_block", design)
