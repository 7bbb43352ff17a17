"""What may as well have been meant by broken Verilog, although no repair proposed it."""

from __future__ import annotations

import pytest

from assistant.equivalence import same_behaviour
from assistant.readings import other_readings
from assistant.repair_loop import repair
from assistant.repair_result import Status
from backends.environment import Domain, Environment
from backends.registry import static_backends

WHERE = Environment(Domain.VERILOG, "/p/x.v", "/p", "ice40")


def module(body: str) -> str:
    return f"module x (input clk, input rst, input [3:0] a, input [3:0] b, output reg [3:0] q, output y);\n{body}\nendmodule\n"


def assigned(value: str) -> str:
    return module(f"  assign y = {value};\n  always @(posedge clk) q <= a;")


def found(before: str, after: str) -> list[str]:
    (front_end,) = static_backends(Domain.VERILOG)
    return [r.code for r in other_readings(before, after, WHERE, front_end)]


@pytest.mark.parametrize(
    ("before", "after", "other"),
    [
        ("~(a[0] | b[0]) & rst)", "~(a[0] | b[0]) & rst", "~((a[0] | b[0]) & rst)"),
        ("~(a[0] & b[0] | rst", "~(a[0] & b[0] | rst)", "~(a[0] & b[0]) | rst"),
    ],
)
def test_a_bracket_may_belong_elsewhere(before, after, other):
    assert assigned(other) in found(assigned(before), assigned(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Wherever the bracket goes, the same is compared and joined.
        ("(a == b && rst", "(a == b && rst)"),
        ("((a == b) && (rst)", "((a == b) && (rst))"),
        # Nobody brackets `rst` alone.
        ("a[0] & (b[0] | rst", "a[0] & (b[0] | rst)"),
        ("(a[0] & b[0]))", "(a[0] & b[0])"),
    ],
)
def test_brackets_that_leave_no_choice(before, after):
    assert found(assigned(before), assigned(after)) == []


def test_a_new_name_may_be_a_slip_of_a_similar_one():
    body = "  always @(posedge clk)\n    if (rst) q <= 0;\n    else q_reg <= q_reg + a;\n  assign y = ^q_reg;"
    declared = module("  reg [3:0] q_reg;\n" + body)
    assert found(module(body), declared) == [module(body).replace("q_reg", "q")]


def test_a_name_with_a_life_of_its_own_is_no_slip():
    body = "  always @* next_q = a + 1;\n  always @(posedge clk) q <= next_q;\n  assign y = 0;"
    assert found(module(body), module("  reg [3:0] next_q;\n" + body)) == []


@pytest.mark.parametrize(
    "body",
    [
        "  assign y = ~(a[0] | b[0]) & rst);\n  always @(posedge clk) q <= a;",
        "  always @(posedge clk)\n    if (rst) q <= 0;\n    else q_reg <= q_reg + a;\n  assign y = ^q_reg;",
        # Nothing tells how wide a counter is that is only counted.
        "  always @(posedge clk)\n    if (rst) count <= 0;\n    else count <= count + 1'b1;\n"
        "  assign y = &count;\n  always @(posedge clk) q <= a;",
    ],
)
async def test_without_a_testbench_a_repair_with_two_readings_is_not_called_verified(body):
    result = await repair(module(body), WHERE)
    assert result.status is Status.UNVERIFIED
    assert any("another repair" in reason for reason in result.reasons)


async def test_a_new_name_and_an_unused_one_are_the_same_reading():
    body = "  always @(posedge clk)\n    if (rst) ptr <= 0;\n    else ptr <= ptr + 1'b1;\n  assign y = ^ptr;\n  always @(posedge clk) q <= a;"
    declared = module("  reg [3:0] rd_ptr;\n  reg [3:0] ptr;\n" + body)
    renamed = module("  reg [3:0] rd_ptr;\n" + body.replace("ptr", "rd_ptr"))
    assert await same_behaviour(declared, renamed, WHERE)
    narrower = renamed.replace("[3:0] rd_ptr", "[2:0] rd_ptr")
    assert not await same_behaviour(declared, narrower, WHERE)
