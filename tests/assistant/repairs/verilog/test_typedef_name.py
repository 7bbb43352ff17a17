"""Types without a name."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ENUMERATION, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


def test_takes_the_used_name() -> None:
    assert_mends(
        "typedef_name",
        ENUMERATION,
        right="} light_t;",
        wrong="};",
        path="dut.sv",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("typedef_name", design)
