"""Fences and prose of an answer."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent, offers

DESIGN = """// Here is the module you asked for:
module m (input wire a, output wire y);
    assign y = a;
endmodule
"""


def test_fences() -> None:
    assert_mends(
        "llm_wrapping",
        COUNTER,
        right="module counter #(",
        wrong="```verilog\nmodule counter #(",
    )


def test_prose() -> None:
    assert_mends(
        "llm_wrapping",
        DESIGN,
        right="// Here is the module you asked for:\n",
        wrong="Here is the module you asked for:\n",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("llm_wrapping", design)


def test_prose_that_says_module() -> None:
    broken = f"Here is a Verilog module that implements it:\n\n{COUNTER}\nThe module counts up to `full`.\n"
    ((_, text), *_) = offers("llm_wrapping", broken)
    assert text == f"// Here is a Verilog module that implements it:\n\n{COUNTER}\n// The module counts up to `full`.\n"
