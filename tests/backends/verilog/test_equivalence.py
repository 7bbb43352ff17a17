from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from backends.environment import Domain, Environment
from backends.settings import Limits, ToolSettings, VerilogSettings
from backends.verilog.equivalence import EquivalenceResult, EquivalenceStatus, prove_equivalent

LIMITS = Limits(wall_seconds=90, cpu_seconds=90)
PROVEN, REFUTED = EquivalenceStatus.PROVEN, EquivalenceStatus.REFUTED
UNPROVEN, NOT_APPLICABLE = EquivalenceStatus.UNPROVEN, EquivalenceStatus.NOT_APPLICABLE


async def compare(tmp_path: Path, old: str, new: str, *, suffix: str = ".v", **options: object) -> EquivalenceResult:
    env = Environment(Domain.VERILOG, str(tmp_path / f"design{suffix}"), str(tmp_path))
    return await prove_equivalent(old, new, env, LIMITS, **options)  # type: ignore[arg-type]


DESIGN = """\
module m(input clk, input clk2, input rst, input en, input [3:0] d,
         output reg [3:0] q, output reg [3:0] r, output p, output z);
  reg [3:0] t;
  always @(posedge clk)
    if (rst) begin q <= 0; t <= 0; end
    else begin if (en) q <= d; t <= t + 1; end
  always @(posedge clk or posedge rst)
    if (rst) r <= 0;
    else r <= r ^ d;
  assign p = ^q;
  assign z = (t == 4'd9);
endmodule
"""
OUTPUTS = ("q", "r", "p", "z")


def changed(old: str, new: str, design: str = DESIGN) -> str:
    assert design.count(old) >= 1
    return design.replace(old, new, 1)


@pytest.mark.parametrize(
    "new",
    [
        DESIGN,
        "// a comment\n" + DESIGN,
        changed("^q", "q[0] ^ q[1] ^ (q[2] ^ q[3])"),
        changed("if (en) q <= d;", "q <= en ? d : q;"),
        changed("t == 4'd9", "!(t != 9)"),
        changed("t <= t + 1;", "t <= t - 4'b1111;"),
    ],
)
async def test_rewritten_code_that_does_the_same_is_proven(tmp_path: Path, new: str) -> None:
    result = await compare(tmp_path, DESIGN, new)
    assert (result.status, result.proven, result.refuted, result.unproven) == (PROVEN, OUTPUTS, (), ())
    assert result.method


@pytest.mark.parametrize(
    ("new", "refuted", "proven"),
    [
        (changed("t == 4'd9", "t == 4'd10"), {"z"}, {"q", "r", "p"}),
        (changed("^q", "^q & en"), {"p"}, {"q", "r", "z"}),
        (changed("r ^ d", "r | d"), {"r"}, {"q", "p", "z"}),
        (changed("posedge clk or posedge rst", "posedge clk"), {"r"}, {"q", "p", "z"}),
        (changed("t <= 0;", ""), {"z"}, {"q", "r", "p"}),
    ],
)
async def test_only_the_changed_outputs_are_refuted(
    tmp_path: Path, new: str, refuted: set[str], proven: set[str]
) -> None:
    result = await compare(tmp_path, DESIGN, new)
    assert (result.status, set(result.refuted), set(result.proven)) == (REFUTED, refuted, proven)
    counterexample = result.counterexample
    assert counterexample is not None
    assert counterexample.inputs and set(counterexample.inputs[0]) == {"clk", "clk2", "rst", "en", "d"}
    for name in refuted:
        assert counterexample.old[name] != counterexample.new[name]
    assert counterexample.vcd is not None and "$enddefinitions" in Path(counterexample.vcd).read_text()


@pytest.mark.parametrize(
    "new",
    [
        changed("@(posedge clk)", "@(negedge clk)"),
        changed("@(posedge clk)", "@(posedge clk2)"),
        changed(
            "  reg [3:0] t;\n  always @(posedge clk)", "  reg [3:0] t;\n  wire g = clk & en;\n  always @(posedge g)"
        ),
    ],
)
async def test_another_clock_or_edge_is_a_change(tmp_path: Path, new: str) -> None:
    result = await compare(tmp_path, DESIGN, new)
    assert result.status is REFUTED
    assert "q" in result.refuted
    assert not {"q", "p", "z"}.intersection(result.proven)


async def test_the_outputs_asked_for_decide(tmp_path: Path) -> None:
    new = changed("^q", "~^q")
    unaffected = await compare(tmp_path, DESIGN, new, outputs={"q", "r", "z"})
    assert (unaffected.status, unaffected.counterexample) == (PROVEN, None)
    assert (await compare(tmp_path, DESIGN, new, outputs={"p"})).status is REFUTED
    assert (await compare(tmp_path, DESIGN, new, outputs={"nowhere"})).status is UNPROVEN


async def test_a_difference_at_power_up_only_is_not_proven(tmp_path: Path) -> None:
    new = changed("assign z =", "reg h = 1;\n  always @(posedge clk) h <= 0;\n  assign z = h |")
    result = await compare(tmp_path, DESIGN, new)
    assert "z" not in result.proven
    assert {"q", "r", "p"} <= set(result.proven)


async def test_a_difference_far_from_power_up_is_not_proven(tmp_path: Path) -> None:
    counter = "reg [9:0] h = 0;\n  always @(posedge clk) h <= h + 1;\n  assign z = (h == 10'd900) |"
    result = await compare(tmp_path, DESIGN, changed("assign z =", counter))
    assert "z" in result.unproven


async def test_an_initial_value_leaves_the_rest_proven(tmp_path: Path) -> None:
    result = await compare(tmp_path, DESIGN, changed("reg [3:0] t;", "reg [3:0] t = 3;"))
    assert set(result.proven) == {"q", "r", "p"}


async def test_renamed_registers_are_not_claimed_equal_without_proof(tmp_path: Path) -> None:
    new = DESIGN.replace("t <=", "u <=").replace("<= t ", "<= u ").replace("(t ==", "(u ==").replace("] t;", "] u;")
    result = await compare(tmp_path, DESIGN, new)
    assert not result.refuted
    assert {"q", "r", "p"} <= set(result.proven)


FIFO = """\
module fifo #(parameter W = 4, parameter A = 2)(
  input clk, input rst_n, input wr, input rd, input [W-1:0] din,
  output [W-1:0] dout, output full, output empty, output reg [A:0] count);
  reg [W-1:0] mem [0:(1 << A) - 1];
  reg [A-1:0] wp, rp;
  wire push = wr && !full;
  wire pop = rd && !empty;
  assign full = (count == (1 << A));
  assign empty = (count == 0);
  assign dout = mem[rp];
  always @(posedge clk) if (push) mem[wp] <= din;
  always @(posedge clk or negedge rst_n)
    if (!rst_n) begin wp <= 0; rp <= 0; count <= 0; end
    else begin
      if (push) wp <= wp + 1;
      if (pop) rp <= rp + 1;
      case ({push, pop})
        2'b10: count <= count + 1;
        2'b01: count <= count - 1;
      endcase
    end
endmodule
"""


async def test_memories(tmp_path: Path) -> None:
    same = await compare(tmp_path, FIFO, changed("wr && !full", "(full ? 1'b0 : wr)", FIFO))
    assert (same.status, same.proven) == (PROVEN, ("dout", "full", "empty", "count"))
    wrong = await compare(tmp_path, FIFO, changed("rp <= rp + 1", "rp <= rp + 2", FIFO))
    assert (wrong.status, wrong.refuted) == (REFUTED, ("dout",))
    assert set(wrong.proven) == {"full", "empty", "count"}


async def test_a_large_memory_stays_a_memory(tmp_path: Path) -> None:
    large = FIFO.replace("W = 4", "W = 32").replace("A = 2", "A = 10")
    same = await compare(tmp_path, large, changed("wr && !full", "(full ? 1'b0 : wr)", large))
    assert (same.status, same.proven) == (PROVEN, ("dout", "full", "empty", "count"))
    wrong = await compare(tmp_path, large, changed("mem[wp] <= din", "mem[wp] <= ~din", large))
    assert "dout" in wrong.unproven
    assert {"full", "empty", "count"} <= set(wrong.proven)
    initial = changed("wire push", "initial mem[0] = 5;\n  wire push", large)
    assert "dout" in (await compare(tmp_path, initial, initial.replace("= 5;", "= 6;"))).unproven


HIERARCHY = """\
module top(input clk, input [3:0] a, output [3:0] y, output [3:0] w);
  stage s1(.clk(clk), .d(a), .q(y));
  twice s2(.a(a), .y(w));
endmodule
module stage(input clk, input [3:0] d, output reg [3:0] q);
  always @(posedge clk) q <= d + 1;
endmodule
module twice(input [3:0] a, output [3:0] y);
  assign y = a + a;
endmodule
"""


async def test_modules_are_flattened(tmp_path: Path) -> None:
    same = await compare(tmp_path, HIERARCHY, HIERARCHY.replace("a + a", "{a[2:0], 1'b0}"))
    assert (same.status, same.proven) == (PROVEN, ("y", "w"))
    wrong = await compare(tmp_path, HIERARCHY, HIERARCHY.replace("d + 1", "d - 1"))
    assert (wrong.refuted, wrong.proven) == (("y",), ("w",))


async def test_several_top_modules_are_compared_one_by_one(tmp_path: Path) -> None:
    old = HIERARCHY[HIERARCHY.index("module stage") :]
    result = await compare(tmp_path, old, old.replace("a + a", "a"))
    assert (result.status, result.refuted, result.proven) == (REFUTED, ("twice.y",), ("stage.q",))


COMBINATIONAL = "module m(input [7:0] a, input [7:0] b, output [7:0] y);\n  assign y = a ^ b;\nendmodule\n"


async def test_combinational_logic(tmp_path: Path) -> None:
    same = await compare(tmp_path, COMBINATIONAL, COMBINATIONAL.replace("a ^ b", "(a | b) & ~(a & b)"))
    assert (same.status, "SAT" in same.method) == (PROVEN, True)
    wrong = await compare(tmp_path, COMBINATIONAL, COMBINATIONAL.replace("a ^ b", "a | b"))
    assert wrong.status is REFUTED


async def test_latches(tmp_path: Path) -> None:
    old = "module m(input en, input d, output reg q);\n  always @* if (en) q = d;\nendmodule\n"
    assert (await compare(tmp_path, old, old.replace("if (en) q = d;", "if (!en) ; else q = d;"))).status is PROVEN
    assert (await compare(tmp_path, old, old.replace("if (en)", "if (!en)"))).status is REFUTED


async def test_unknown_modules_must_be_fed_alike(tmp_path: Path) -> None:
    old = """\
module m(input clk, input d, output y, output z);
  vendor_io pad(.in(d & clk), .out(y));
  assign z = d;
endmodule
"""
    assert (await compare(tmp_path, old, changed("d & clk", "clk & d", old))).status is PROVEN
    assert "y" in (await compare(tmp_path, old, changed("d & clk", "d | clk", old))).unproven


async def test_systemverilog(tmp_path: Path) -> None:
    old = "module m(input logic clk, input logic [3:0] d, output logic [3:0] q);\n  always_ff @(posedge clk) q <= d;\nendmodule\n"
    for suffix in (".sv", ".v"):
        assert (await compare(tmp_path, old, old.replace("<= d", "<= ~~d"), suffix=suffix)).status is PROVEN


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (changed("output z", "output zz").replace("assign z", "assign zz"), "`z` was removed"),
        (changed("input [3:0] d", "input [4:0] d"), "`d` had 4 bits and has 5"),
        (changed("input en", "output en"), "`en` was input and is output"),
        (changed("module m", "module n"), "the modules differ"),
        (changed("assign p = ^q;", "assign p = ^q"), "syntax error"),
        (changed("assign p = ^q;", "assign p = p ^ q[0];"), "combinational loop"),
        (changed("assign p = ^q;", "assign p = ^q & en; assign p = |q;"), "several drivers"),
    ],
)
async def test_what_cannot_be_compared_says_why(tmp_path: Path, new: str, reason: str) -> None:
    result = await compare(tmp_path, DESIGN, new)
    assert (result.status, result.proven) == (NOT_APPLICABLE, ())
    assert reason in result.reason


MULTIPLIER = "module m(input [15:0] a, input [15:0] b, output [31:0] p);\n  assign p = a * b;\nendmodule\n"


async def test_a_proof_that_takes_too_long_is_no_proof(tmp_path: Path) -> None:
    env = Environment(Domain.VERILOG, str(tmp_path / "m.v"), str(tmp_path))
    new = MULTIPLIER.replace("a * b", "b[7:0] * a + ((a * b[15:8]) << 8)")
    began = time.monotonic()
    result = await prove_equivalent(MULTIPLIER, new, env, Limits(wall_seconds=3))
    assert result.status in (UNPROVEN, NOT_APPLICABLE)
    assert time.monotonic() - began < 10


async def test_cancelling_ends_the_proof_at_once(tmp_path: Path) -> None:
    env = Environment(Domain.VERILOG, str(tmp_path / "m.v"), str(tmp_path))
    new = MULTIPLIER.replace("a * b", "b[7:0] * a + ((a * b[15:8]) << 8)")
    task = asyncio.create_task(prove_equivalent(MULTIPLIER, new, env, LIMITS))
    await asyncio.sleep(2)
    assert not task.done()
    began = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - began < 5


async def test_a_missing_yosys_is_said(tmp_path: Path) -> None:
    settings = ToolSettings(tools={"yosys": "/nowhere/yosys"})
    env = Environment(Domain.VERILOG, str(tmp_path / "m.v"), str(tmp_path), settings=settings)
    result = await prove_equivalent(DESIGN, DESIGN, env, LIMITS)
    assert (result.status, "/nowhere/yosys" in result.reason) == (NOT_APPLICABLE, True)


async def test_odd_names_and_defines_run_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "a; shell touch owned"
    settings = ToolSettings(verilog=VerilogSettings(defines={"ONE": "1 ; shell touch owned"}))
    env = Environment(Domain.VERILOG, str(folder / 'x"y [z].v'), str(folder), settings=settings)
    result = await prove_equivalent(COMBINATIONAL, COMBINATIONAL, env, LIMITS)
    assert result.status is PROVEN
    assert not list(tmp_path.rglob("owned"))
