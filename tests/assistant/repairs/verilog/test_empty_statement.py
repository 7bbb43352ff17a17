"""Words for doing nothing."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize("word", ["continue", "break", "pass", "null", "nop"])
def test_case_item(word: str) -> None:
    code = FSM.replace("default: next_state = IDLE;", "default: ;")
    assert_mends("empty_statement", code, right="default: ;", wrong=f"default: {word};")


def test_behind_a_statement() -> None:
    assert_mends(
        "empty_statement", FSM, right="next_state = DONE;\n", wrong="next_state = DONE;\n                break;\n"
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("empty_statement", design)
