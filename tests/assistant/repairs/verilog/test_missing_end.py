"""Blocks left open."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, FSM, FUNCTION, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent, offers


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


def test_without_indentation_it_is_a_guess() -> None:
    flat = "\n".join(line.strip() for line in COUNTER.splitlines()).replace("end else if", "else if", 1)
    assert all(p.ambiguous for p, _ in offers("missing_end", flat))


def test_text_that_stops_in_a_block() -> None:
    stopped = COUNTER[: COUNTER.index("        end else if")]
    assert all(p.ambiguous for p, _ in offers("missing_end", stopped))
