"""Warnings that mean a different circuit."""

from __future__ import annotations

import asyncio

from assistant.hazards import bit_strings, mixed_steps
from backends.environment import Domain, Environment
from backends.verilog.slang_front_end import SlangFrontEnd
from backends.verilog.verilator_lint import VerilatorLint

CODE = """module counter (input clk, input rst, output reg [3:0] n);
    always @(posedge clk)
        if (rst) n <= 4'd0;
        else n += 4'd1;
endmodule
"""


def _steps(code: str) -> list[int]:
    outcome = asyncio.run(VerilatorLint().run(code, Environment(Domain.VERILOG, "/project/counter.v", "/project")))
    return [d.range.start.line for d in mixed_steps(code, outcome.diagnostics)]


def test_step_of_a_register() -> None:
    assert _steps(CODE) == [3]
    assert _steps(CODE.replace("n += 4'd1", "n++")) == [3]


def test_blocking_throughout_is_left_alone() -> None:
    assert _steps(CODE.replace("n <=", "n =")) == []


def test_bit_string() -> None:
    code = 'module m (output wire [3:0] y);\n    assign y = "0101";\nendmodule\n'
    place = Environment(Domain.VERILOG, "/project/m.v", "/project")
    assert bit_strings(code, SlangFrontEnd().analyze(code, place).diagnostics)
    assert not bit_strings(code.replace('"0101"', "9'd5"), SlangFrontEnd().analyze(code, place).diagnostics)
