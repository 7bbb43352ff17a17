"""A predicted failure in words: what the tool is expected to say, in its own terms. How sure that is, the server adds."""

from __future__ import annotations

from backends.outcome import Label
from icwm.world import Tool

_SAYS = {
    Label.COMPILATION_ERROR: "will not compile this",
    Label.RUNTIME_ERROR: "will stop with an error",
    Label.MEMORY_FAULT: "will report an access out of bounds",
    Label.WRONG_OUTPUT: "will find wrong values",
    Label.RESOURCE_EXCEEDED: "will need more than there is",
    Label.TIMEOUT: "will not end in time",
}
_OF_TOOL = {
    ("icarus-simulation", Label.WRONG_OUTPUT): "the simulation will fail a check of the testbench",
    ("icarus-simulation", Label.TIMEOUT): "the simulation will not reach $finish",
    ("icarus-simulation", Label.COMPILATION_ERROR): "Icarus will not compile this with its testbench",
    ("icarus", Label.COMPILATION_ERROR): "Icarus will not compile this",
    ("verilator", Label.COMPILATION_ERROR): "Verilator will not accept this",
    ("yosys", Label.COMPILATION_ERROR): "Yosys will not synthesize this",
    ("triton-interpreter", Label.WRONG_OUTPUT): "the kernel's test will find wrong values",
    ("triton-interpreter", Label.MEMORY_FAULT): "the kernel will access memory out of bounds",
    ("triton-interpreter", Label.RUNTIME_ERROR): "the kernel's test will raise an error",
    ("cadquery", Label.RUNTIME_ERROR): "the CAD kernel will raise an error",
    ("cadquery", Label.WRONG_OUTPUT): "the part will not be what was meant",
}


def failure_message(tool: Tool, label: Label, code: str) -> str:
    """``Yosys will not synthesize this (multiple-drivers)``."""
    known = _OF_TOOL.get((tool.name, label))
    if known is None:
        who = f"Triton for {tool.target}" if tool.target else tool.name
        known = f"{who} {_SAYS.get(label, 'will fail')}"
    sentence = known[:1].upper() + known[1:]
    return f"{sentence} ({code})" if code else sentence
