"""Predicted failures in words."""

from __future__ import annotations

import pytest

from backends.outcome import Label
from icwm.wording import failure_message
from icwm.world import TOOL_INDEX, TOOLS


@pytest.mark.parametrize(
    ("tool", "label", "code", "message"),
    [
        (
            "icarus-simulation",
            Label.WRONG_OUTPUT,
            "",
            "The simulation will fail a check of the testbench",
        ),
        ("yosys", Label.COMPILATION_ERROR, "latch", "Yosys will not synthesize this (latch)"),
        ("triton-sm_90", Label.RESOURCE_EXCEEDED, "", "Triton for sm_90 will need more than there is"),
        ("cadquery", Label.TIMEOUT, "", "Cadquery will not end in time"),
    ],
)
def test_a_message_says_which_tool_and_what(tool: str, label: Label, code: str, message: str) -> None:
    assert failure_message(TOOLS[TOOL_INDEX[tool]], label, code) == message


def test_every_failure_of_every_tool_has_words() -> None:
    for tool in TOOLS:
        for label in Label:
            if label.failed:
                assert "will" in failure_message(tool, label, "")
