from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from backends.environment import Environment
from backends.outcome import Diagnostic, Label, Outcome, Severity
from backends.settings import Limits, ToolSettings, VerilogSettings
from backends.verilog.project import verilog_environment
from backends.verilog.yosys_synthesis import YosysSynthesis


def environment(path: Path, code: str, limits: Limits | None = None, **verilog: Any) -> Environment:
    settings = ToolSettings(
        verilog=VerilogSettings(**{"target": "generic", **verilog}),
        limits=limits or Limits(wall_seconds=120, cpu_seconds=120),
    )
    return verilog_environment(str(path), code, str(path.parent), settings, {})


async def synthesize(path: Path, code: str, **verilog: Any) -> Outcome:
    return await YosysSynthesis().run(code, environment(path, code, **verilog))


def values(outcome: Outcome) -> dict[str, Any]:
    return {name: metric.value for name, metric in outcome.metrics.items()}


def marked(code: str, diagnostic: Diagnostic) -> str:
    start, end = diagnostic.range.start, diagnostic.range.end
    assert start.line == end.line
    return code.split("\n")[start.line][start.column : end.column]


def only(outcome: Outcome, code: str) -> Diagnostic:
    found = [d for d in outcome.diagnostics if d.code == code]
    assert len(found) == 1, outcome.diagnostics
    return found[0]


COUNTER = """\
module counter(input wire clk, input wire rst, output reg [7:0] q);
  always @(posedge clk)
    if (rst) q <= 8'd0;
    else q <= q + 8'd1;
endmodule
"""


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("generic", {"luts": 10, "flip_flops": 8}),
        ("ice40", {"luts": 8, "flip_flops": 8, "carry_cells": 6, "block_rams": 0}),
        ("ecp5", {"luts": 1, "flip_flops": 8, "carry_cells": 4}),
    ],
)
async def test_an_eight_bit_counter_in_each_target(tmp_path: Path, target: str, expected: dict[str, int]) -> None:
    outcome = await synthesize(tmp_path / "counter.v", COUNTER, target=target)
    assert (outcome.label, outcome.diagnostics) == (Label.PASS, ())
    assert values(outcome).items() >= {**expected, "latches": 0, "memory_bits": 0, "combinational_loops": 0}.items()
    assert values(outcome)["logic_depth"] > 0
    assert outcome.metrics["luts"].unit == "LUT"
    assert (outcome.target, bool(outcome.tool_version)) == (target, True)


async def test_a_memory_becomes_a_block_ram(tmp_path: Path) -> None:
    code = """\
module ram(input wire clk, input wire we, input wire [8:0] a, input wire [7:0] d, output reg [7:0] q);
  reg [7:0] mem [0:511];
  always @(posedge clk) begin
    if (we) mem[a] <= d;
    q <= mem[a];
  end
endmodule
"""
    outcome = await synthesize(tmp_path / "ram.v", code, target="ice40")
    assert values(outcome).items() >= {"block_rams": 1, "memory_bits": 4096}.items()


async def test_latch_at_its_assignment(tmp_path: Path) -> None:
    code = """\
module m(input wire en, input wire d, output reg other, output reg q);
  always @* begin
    other = d;
    if (en)
      q = d;
  end
endmodule
"""
    outcome = await synthesize(tmp_path / "m.v", code)
    latch = only(outcome, "latch")
    assert (marked(code, latch), latch.range.start.line, latch.severity) == ("q", 4, Severity.WARNING)
    assert latch.data["name"] == "q"
    assert values(outcome)["latches"] == 1
    assert outcome.label is Label.PASS


async def test_a_latch_of_a_module_instantiated_with_several_parameters_is_told_once(tmp_path: Path) -> None:
    code = """\
module top(input wire en, input wire [3:0] d, output wire [3:0] y, output wire [1:0] z);
  hold #(4) a(.en(en), .d(d), .q(y));
  hold #(2) b(.en(en), .d(d[1:0]), .q(z));
endmodule
module hold #(parameter W = 1)(input wire en, input wire [W-1:0] d, output reg [W-1:0] q);
  always @* if (en) q = d;
endmodule
"""
    outcome = await synthesize(tmp_path / "top.v", code)
    assert marked(code, only(outcome, "latch")) == "q"
    assert values(outcome)["latches"] == 6


async def test_always_latch_is_meant(tmp_path: Path) -> None:
    code = "module m(input logic en, d, output logic q);\n  always_latch if (en) q = d;\nendmodule\n"
    outcome = await synthesize(tmp_path / "m.sv", code)
    assert (outcome.label, outcome.diagnostics) == (Label.PASS, ())
    assert values(outcome)["latches"] == 1


async def test_always_comb_forbids_a_latch(tmp_path: Path) -> None:
    code = "module m(input logic en, d, output logic q);\n  always_comb\n    if (en) q = d;\nendmodule\n"
    outcome = await synthesize(tmp_path / "m.sv", code)
    assert outcome.label is Label.COMPILATION_ERROR
    assert marked(code, only(outcome, "latch")) == "q"


async def test_combinational_loop_with_its_path(tmp_path: Path) -> None:
    code = """\
module m(input wire a, input wire b, output wire y);
  wire w1, w2;
  assign w1 = w2 & a;
  assign w2 = w1 | b;
  assign y = w1;
endmodule
"""
    outcome = await synthesize(tmp_path / "m.v", code)
    loop = only(outcome, "combinational-loop")
    assert set(loop.data["names"]) == {"w1", "w2"}
    lines = code.split("\n")
    steps = {lines[r.range.start.line][r.range.start.column : r.range.end.column] for r in loop.related}
    assert steps == {"w2 & a", "w1 | b"}
    assert values(outcome)["combinational_loops"] == 1
    assert (loop.severity, outcome.label) == (Severity.ERROR, Label.COMPILATION_ERROR)
    assert loop.range.start.line in (2, 3)


async def test_a_loop_that_is_meant_is_a_warning(tmp_path: Path) -> None:
    code = """\
module ring(input wire en, output wire y);
  (* keep = "true" *) wire [2:0] n;
  assign n[0] = ~(n[2] & en);
  assign n[1] = ~n[0];
  assign n[2] = ~n[1];
  assign y = n[2];
endmodule
"""
    outcome = await synthesize(tmp_path / "ring.v", code)
    assert only(outcome, "combinational-loop").severity is Severity.WARNING
    assert outcome.label is Label.PASS


async def test_a_carry_chain_in_one_vector_is_no_loop(tmp_path: Path) -> None:
    code = """\
module ripple(input wire [3:0] a, input wire [3:0] b, output wire [4:0] s);
  wire [4:0] c;
  assign c[0] = 1'b0;
  assign c[4:1] = (a & b) | (a & c[3:0]) | (b & c[3:0]);
  assign s = {c[4], a ^ b ^ c[3:0]};
endmodule
"""
    outcome = await synthesize(tmp_path / "ripple.v", code)
    assert (outcome.label, outcome.diagnostics) == (Label.PASS, ())


async def test_a_loop_through_two_modules(tmp_path: Path) -> None:
    code = """\
module top(input wire a, output wire y);
  wire w;
  inv i(.a(y), .y(w));
  assign y = w ^ a;
endmodule
module inv(input wire a, output wire y);
  assign y = ~a;
endmodule
"""
    outcome = await synthesize(tmp_path / "top.v", code)
    assert len(only(outcome, "combinational-loop").related) == 2


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("always @(posedge clk) q <= a;\n  always @(posedge clk) q <= b;", "q"),
        ("always @* q = a;\n  always @(posedge clk) q <= b;", "q"),
    ],
)
async def test_two_processes_that_drive_one_register(tmp_path: Path, body: str, name: str) -> None:
    code = f"module m(input wire clk, input wire a, input wire b, output reg q);\n  {body}\nendmodule\n"
    outcome = await synthesize(tmp_path / "m.v", code)
    conflict = only(outcome, "multiple-drivers")
    assert (marked(code, conflict), conflict.data["name"], conflict.severity) == (name, name, Severity.ERROR)
    assert conflict.related
    assert values(outcome)["multiple_drivers"] == 1
    assert outcome.label is Label.COMPILATION_ERROR


@pytest.mark.parametrize("second", ["b", "a & b", "1'b0", "{b}"])
async def test_two_assignments_to_one_net(tmp_path: Path, second: str) -> None:
    code = f"module m(input wire a, input wire b, output wire y);\n  assign y = a;\n  assign y = {second};\nendmodule\n"
    outcome = await synthesize(tmp_path / "m.v", code)
    assert marked(code, only(outcome, "multiple-drivers")) == "y"


async def test_tri_state_drivers_may_share_a_net(tmp_path: Path) -> None:
    code = """\
module m(inout wire bus, input wire e, input wire f, input wire d);
  assign bus = e ? d : 1'bz;
  assign bus = f ? ~d : 1'bz;
endmodule
"""
    outcome = await synthesize(tmp_path / "m.v", code)
    assert (outcome.label, outcome.diagnostics) == (Label.PASS, ())


async def test_members_of_interfaces_are_driven_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "link.sv").write_text(
        "interface link;\n  logic valid, ready;\n  modport sink(input valid, output ready);\nendinterface\n"
    )
    code = "module taker(link.sink s, output logic y);\n  assign s.ready = 1'b1;\n  assign y = s.valid;\nendmodule\n"
    outcome = await synthesize(tmp_path / "taker.sv", code)
    assert (outcome.label, outcome.diagnostics) == (Label.PASS, ())


async def test_simulation_models_are_not_judged(tmp_path: Path) -> None:
    (tmp_path / "gate.v").write_text(
        "primitive gate(y, a);\n  output y; input a;\n  table 0 : 1; 1 : 0; endtable\nendprimitive\n"
    )
    code = "module m(input a, output y);\n  gate g(y, a);\nendmodule\n"
    outcome = await synthesize(tmp_path / "m.v", code)
    assert outcome.label is Label.UNAVAILABLE
    assert [d.severity for d in outcome.diagnostics] == [Severity.INFORMATION]
    assert "primitive" in outcome.log.split("\n")[0]


async def test_undriven_wire_names_its_bits(tmp_path: Path) -> None:
    code = "module m(input wire a, output wire [1:0] y);\n  wire [7:0] w;\n  assign y = w[5:4] ^ {2{a}};\nendmodule\n"
    undriven = only(await synthesize(tmp_path / "m.v", code), "undriven")
    assert (marked(code, undriven), undriven.data["bits"]) == ("w", [4, 5])
    assert "bits 5:4" in undriven.message


async def test_an_undeclared_name_is_told_once(tmp_path: Path) -> None:
    code = "module m(input wire a, output wire y);\n  assign y = a & typo;\nendmodule\n"
    outcome = await synthesize(tmp_path / "m.v", code)
    assert [(d.code, marked(code, d)) for d in outcome.diagnostics] == [("implicit-net", "typo")]


async def test_an_unknown_module_is_a_black_box(tmp_path: Path) -> None:
    code = """\
module m(input wire clk, input wire d, output reg q);
  wire fast;
  vendor_pll pll(.in(clk), .out(fast));
  always @(posedge fast) q <= d;
endmodule
"""
    outcome = await synthesize(tmp_path / "m.v", code)
    assert outcome.label is Label.PASS
    unknown = only(outcome, "unknown-module")
    assert (marked(code, unknown), unknown.severity) == ("vendor_pll", Severity.INFORMATION)
    assert [d.code for d in outcome.diagnostics] == ["unknown-module"]
    assert values(outcome)["flip_flops"] == 1


async def test_cells_of_the_target_are_known(tmp_path: Path) -> None:
    code = "module m(input wire i, output wire o);\n  SB_GB buffer(.USER_SIGNAL_TO_GLOBAL_BUFFER(i), .GLOBAL_BUFFER_OUTPUT(o));\nendmodule\n"
    outcome = await synthesize(tmp_path / "m.v", code, target="ice40")
    assert (outcome.label, outcome.diagnostics) == (Label.PASS, ())


NOT_SYNTHESIZABLE = {
    "wait": "initial begin wait(clk); q = d; end",
    "fork": "always @(posedge clk) fork q <= d; join",
    "force": "always @(posedge clk) begin force q = d; end",
    "real": "real r; always @(posedge clk) begin r = 1.5; q <= d; end",
    "while": "integer i; always @* begin i = 0; q = 0; while (i < d) begin q = ~q; i = i + 1; end end",
    "@": "always begin @(posedge clk); q = d; @(posedge clk); q = ~d; end",
    "@(posedge clk or negedge clk)": "always @(posedge clk or negedge clk) q <= d;",
    "$fopen": 'integer f; initial f = $fopen("x"); always @(posedge clk) q <= d;',
}


@pytest.mark.parametrize("construct", NOT_SYNTHESIZABLE)
async def test_what_cannot_be_synthesized_is_marked(tmp_path: Path, construct: str) -> None:
    code = f"module m(input wire clk, input wire d, output reg q);\n  {NOT_SYNTHESIZABLE[construct]}\nendmodule\n"
    outcome = await synthesize(tmp_path / "m.v", code)
    assert outcome.label is Label.COMPILATION_ERROR
    assert marked(code, outcome.errors[0]) == construct
    assert construct == "$fopen" or outcome.errors[0].code == "not-synthesizable"


async def test_a_syntax_error_is_called_that(tmp_path: Path) -> None:
    code = COUNTER.replace("8'd0;", "8'd0")
    outcome = await synthesize(tmp_path / "counter.v", code)
    assert outcome.label is Label.COMPILATION_ERROR
    assert (outcome.errors[0].code, outcome.errors[0].range.start.line) == ("syntax-error", 3)


async def test_systemverilog_that_yosys_cannot_read_is_no_error(tmp_path: Path) -> None:
    code = "module m(input logic clk, a, b);\n  assert property (@(posedge clk) a |-> ##1 b);\nendmodule\n"
    outcome = await synthesize(tmp_path / "m.sv", code)
    assert outcome.label is Label.UNAVAILABLE
    assert [(d.code, d.severity) for d in outcome.diagnostics] == [("unsupported", Severity.INFORMATION)]
    assert outcome.diagnostics[0].range.start.line == 1


async def test_systemverilog_in_a_verilog_file_is_synthesized(tmp_path: Path) -> None:
    code = "module m(input logic clk, input logic d, output logic q);\n  always_ff @(posedge clk) q <= d;\nendmodule\n"
    outcome = await synthesize(tmp_path / "m.v", code)
    assert (outcome.label, values(outcome)["flip_flops"]) == (Label.PASS, 1)


async def test_a_flip_flop_that_the_target_does_not_have(tmp_path: Path) -> None:
    code = """\
module m(input wire clk, input wire load, input wire d, input wire e, output reg q);
  always @(posedge clk or posedge load)
    if (load) q <= e;
    else q <= d;
endmodule
"""
    outcome = await synthesize(tmp_path / "m.v", code, target="ice40")
    assert outcome.label is Label.COMPILATION_ERROR
    assert only(outcome, "not-mappable").range.start.line == 1


async def test_a_missing_header_is_marked(tmp_path: Path) -> None:
    code = '`timescale 1ns/1ps\n`include "gone.vh"\nmodule m(output wire y);\n  assign y = 1;\nendmodule\n'
    outcome = await synthesize(tmp_path / "m.v", code)
    assert outcome.label is Label.COMPILATION_ERROR
    assert marked(code, outcome.errors[0]) == '"gone.vh"'


async def test_the_parts_of_a_project_are_found(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "widths.vh").write_text("`define W 4\n")
    (tmp_path / "lib" / "delay.v").write_text(
        "module delay #(parameter W = 1)(input wire clk, input wire [W-1:0] d, output reg [W-1:0] q);\n"
        "  always @(posedge clk) q <= d;\nendmodule\n"
    )
    code = """\
`include "widths.vh"
module top(input wire clk, input wire [`W-1:0] d, output wire [`W-1:0] q);
  delay #(.W(`W)) u(.clk(clk), .d(d), .q(q));
endmodule
"""
    outcome = await synthesize(tmp_path / "top.v", code, library_dirs=("lib",))
    assert (outcome.label, outcome.diagnostics) == (Label.PASS, ())
    assert values(outcome)["flip_flops"] == 4


async def test_memory_contents_are_read_from_the_project(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "rom.hex").write_text("5a\na5\n00\nff\n")
    code = """\
module rom(input wire [1:0] a, output wire [7:0] d);
  reg [7:0] mem [0:3];
  initial $readmemh("data/rom.hex", mem);
  assign d = mem[a];
endmodule
"""
    assert (await synthesize(tmp_path / "rom.v", code)).label is Label.PASS
    missing = await synthesize(tmp_path / "rom.v", code.replace("rom.hex", "gone.hex"))
    assert missing.label is Label.UNAVAILABLE
    assert "gone.hex" in missing.log.split("\n")[0]


async def test_the_top_can_be_named(tmp_path: Path) -> None:
    code = COUNTER + COUNTER.replace("counter", "other").replace("[7:0]", "[3:0]")
    assert values(await synthesize(tmp_path / "counter.v", code))["flip_flops"] == 8
    assert values(await synthesize(tmp_path / "counter.v", code, top="other"))["flip_flops"] == 4
    assert values(await synthesize(tmp_path / "file.v", code))["flip_flops"] == 4


async def test_every_module_of_a_file_is_checked(tmp_path: Path) -> None:
    latch = "module bad(input wire en, input wire d, output reg l);\n  always @* if (en) l = d;\nendmodule\n"
    outcome = await synthesize(tmp_path / "counter.v", latch + COUNTER)
    assert only(outcome, "latch").data["name"] == "l"


def test_testbenches_packages_and_headers_are_not_synthesized(tmp_path: Path) -> None:
    bench = "module tb_m;\n  reg clk = 0;\n  m dut(.clk(clk));\n  initial begin #5 clk = 1; $finish; end\nendmodule\n"
    for name, code in (
        ("tb_m.v", bench),
        ("p.sv", "package p;\n  localparam W = 4;\nendpackage\n"),
        ("d.vh", "`define W 4\n"),
        ("m.v", ""),
    ):
        assert not YosysSynthesis().applies(code, environment(tmp_path / name, code))
    assert YosysSynthesis().applies(COUNTER, environment(tmp_path / "counter.v", COUNTER))


DIVIDER = (
    "module divider(input wire [31:0] a, input wire [31:0] b, output wire [31:0] q);\n  assign q = a / b;\nendmodule\n"
)


async def test_a_large_design_is_counted_word_by_word_and_says_so(tmp_path: Path) -> None:
    outcome = await synthesize(tmp_path / "divider.v", DIVIDER)
    assert outcome.label is Label.PASS
    assert values(outcome).items() >= {"cells": 1, "operator_depth": 1}.items()
    assert "luts" not in outcome.metrics
    assert "yosys-full" in outcome.log.split("\n")[0]


async def test_a_large_design_is_mapped_on_demand(tmp_path: Path) -> None:
    backend = YosysSynthesis(full=True)
    assert (backend.on_demand, YosysSynthesis().on_demand) == (True, False)
    code = DIVIDER.replace("31", "15")
    outcome = await backend.run(code, environment(tmp_path / "divider.v", code))
    assert outcome.tool == "yosys-full"
    assert values(outcome)["luts"] > 200


async def test_a_mapping_that_takes_too_long_falls_back(tmp_path: Path) -> None:
    code = "module m(input wire [31:0] a, input wire [31:0] b, output wire [31:0] p);\n  assign p = a * b;\nendmodule\n"
    backend = YosysSynthesis(full=True)
    outcome = await backend.run(code, environment(tmp_path / "m.v", code, limits=Limits(wall_seconds=0.05)))
    assert outcome.label is Label.PASS
    assert values(outcome)["cells"] == 1
    assert "longer than the time allowed" in outcome.log.split("\n")[0]


async def test_an_endless_elaboration_times_out(tmp_path: Path) -> None:
    code = """\
module m(input wire [3:0] a, output wire [3:0] y);
  function [3:0] f(input [3:0] x);
    f = x == 0 ? 0 : f(x - 1);
  endfunction
  assign y = f(a);
endmodule
"""
    outcome = await YosysSynthesis().run(code, environment(tmp_path / "m.v", code, limits=Limits(wall_seconds=1)))
    assert outcome.label in (Label.TIMEOUT, Label.RESOURCE_EXCEEDED)


async def test_cancelling_ends_the_run_at_once(tmp_path: Path) -> None:
    code = DIVIDER.replace("31:0", "255:0")
    task = asyncio.create_task(YosysSynthesis(full=True).run(code, environment(tmp_path / "divider.v", code)))
    await asyncio.sleep(1.5)
    began = time.monotonic()
    assert not task.done()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "name", ["a b.v", "x; shell touch owned;.v", 'quo"te.v', "[glob]*.v", "é😀.v", "-flag.v", "$(x).v", "<<EOF.v"]
)
async def test_odd_names_of_files_and_folders_run_nothing(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "dir; exec -- touch owned"
    (folder / "inc [1]").mkdir(parents=True)
    (folder / "inc [1]" / "defs.vh").write_text("`define ONE 8'd1\n")
    code = '`include "defs.vh"\n' + COUNTER.replace("8'd1", "`ONE")
    outcome = await synthesize(folder / name, code, include_dirs=("inc [1]",))
    assert outcome.label is Label.PASS, outcome.log
    assert values(outcome)["flip_flops"] == 8
    assert not list(tmp_path.rglob("owned"))


async def test_defines_and_top_cannot_inject_commands(tmp_path: Path) -> None:
    defines = {
        "STEP": "8'd1 ; shell touch owned",
        "X; shell touch owned": "1",
        "TEXT": '"a b; c"',
        "LINE": "1\nshell touch owned",
    }
    outcome = await synthesize(
        tmp_path / "counter.v",
        COUNTER.replace("8'd1;", "8'd1; // `STEP"),
        defines=defines,
        top="counter; shell touch owned",
    )
    assert outcome.label is Label.PASS, outcome.log
    assert not list(tmp_path.rglob("owned"))


async def test_escaped_names_cannot_inject_commands(tmp_path: Path) -> None:
    code = (
        "module \\m;shell$IFS'touch'owned (input wire a, output wire \\y;z );\n  assign \\y;z = a;\nendmodule\n"
        + COUNTER
    )
    outcome = await synthesize(tmp_path / "counter.v", code)
    assert outcome.label is Label.PASS, outcome.log
    assert not list(tmp_path.rglob("owned"))


async def test_a_yosys_of_the_users_own(tmp_path: Path) -> None:
    """Stands for a system installation: the same Yosys behind the command line that the backend expects of one."""
    program = tmp_path / "bin" / "yosys"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\nimport sys\nfrom pyosys import libyosys\narguments = sys.argv[1:]\n"
        "log, script = arguments[arguments.index('-l') + 1], arguments[arguments.index('-s') + 1]\n"
        "libyosys.run_pass(f'tee -q -o {log} script {script}')\n"
    )
    program.chmod(0o755)
    settings = ToolSettings(verilog=VerilogSettings(target="generic"), tools={"yosys": str(program)})
    env = verilog_environment(str(tmp_path / "counter.v"), COUNTER, str(tmp_path), settings, {})
    outcome = await YosysSynthesis().run(COUNTER, env)
    assert (outcome.label, values(outcome)["flip_flops"]) == (Label.PASS, 8)
    assert outcome.tool_version.startswith("system")
    broken = await YosysSynthesis().run(COUNTER.replace(";", ""), env)
    assert broken.label is Label.COMPILATION_ERROR


async def test_a_missing_tool_and_an_unknown_target_are_unavailable(tmp_path: Path) -> None:
    settings = ToolSettings(tools={"yosys": "/nowhere/yosys"})
    env = verilog_environment(str(tmp_path / "counter.v"), COUNTER, str(tmp_path), settings, {})
    outcome = await YosysSynthesis().run(COUNTER, env)
    assert (outcome.label, "/nowhere/yosys" in outcome.log) == (Label.UNAVAILABLE, True)
    unknown = await synthesize(tmp_path / "counter.v", COUNTER, target="etch-a-sketch; shell touch owned")
    assert (unknown.label, "ice40" in unknown.log) == (Label.UNAVAILABLE, True)


def test_the_tool_is_found() -> None:
    status = YosysSynthesis().probe()
    assert status.found and status.version and status.install
