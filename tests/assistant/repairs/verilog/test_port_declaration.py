"""Directions of ports."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD, OLD_STYLE
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


def test_missing() -> None:
    assert_mends(
        "port_declaration",
        OLD_STYLE,
        right="input load;\n",
        wrong="\n",
    )


def test_not_listed() -> None:
    assert_mends(
        "port_declaration",
        OLD_STYLE,
        right="load, d, q, last)",
        wrong="load, d, q)",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("port_declaration", design)
