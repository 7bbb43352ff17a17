"""The static tier: each mistake at its exact place, nothing on correct code, in every kind of file layout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from backends.domains import environment_for
from backends.environment import Domain
from backends.outcome import Diagnostic, Label, Outcome, Severity, Stage
from backends.settings import ToolSettings, VerilogSettings
from backends.verilog.slang_front_end import SlangFrontEnd

DATA = Path(__file__).parents[2] / "data" / "verilog"


def analyze(path: Path, code: str, **verilog: Any) -> Outcome:
    settings = ToolSettings(verilog=VerilogSettings(**verilog))
    return SlangFrontEnd().analyze(code, environment_for(Domain.VERILOG, str(path), code, str(path.parent), settings))


def marked(code: str, found: Diagnostic) -> str:
    lines = code.split("\n")
    start, end = found.range.start, found.range.end
    assert start.line == end.line
    return lines[start.line][start.column : end.column]


def place(found: Diagnostic) -> tuple[int, int, int]:
    assert found.range.start.line == found.range.end.line
    return found.range.start.line, found.range.start.column, found.range.end.column


def only(outcome: Outcome, code: str) -> Diagnostic:
    found = [d for d in outcome.diagnostics if d.code == code]
    assert len(found) == 1, outcome.diagnostics
    return found[0]


CASES = {
    "undeclared": ("module m(input a, output y);\n  assign y = a & missing;\nendmodule\n", "UndeclaredIdentifier", (1, 17, 24), {"name": "missing"}),
    "typo": ("module m(input enable, output y);\n  assign y = enabel;\nendmodule\n", "TypoIdentifier", (1, 13, 19), {"suggestion": "enable"}),
    "unknown port": ("module m(input a);\n  s u(.a(a), .b(a));\nendmodule\nmodule s(input a);\nendmodule\n", "PortDoesNotExist", (1, 14, 15), {"name": "b"}),
    "unknown parameter": ("module m(input a);\n  s #(.N(3)) u(.a(a));\nendmodule\nmodule s(input a);\nendmodule\n", "ParameterDoesNotExist", (1, 7, 8), {"name": "N"}),
    "two drivers": ("module m(input a, b, output logic y);\n  assign y = a;\n  assign y = b;\nendmodule\n", "MultipleContAssigns", (2, 9, 10), {"name": "y"}),
    "index": ("module m(input [3:0] a, output y);\n  assign y = a[7];\nendmodule\n", "IndexOOB", (1, 15, 16), {"index": "7"}),
    "redefinition": ("module m(input a);\n  wire b = a;\n  wire b = ~a;\nendmodule\n", "Redefinition", (2, 7, 8), {"name": "b"}),
    "net in procedure": ("module m(input a, output y);\n  always @* y = a;\nendmodule\n", "AssignToNet", (1, 12, 13), {}),
    "unknown task": ("module m;\n  initial $dispaly(1);\nendmodule\n", "UnknownSystemName", (1, 10, 18), {}),
    "end name": ("module m;\nendmodule : n\n", "EndNameMismatch", (1, 12, 13), {"expected": "m"}),
    "missing include": ('`include "gone.vh"\nmodule m;\nendmodule\n', "CouldNotOpenIncludeFile", (0, 9, 18), {}),
    "unknown macro": ("module m(output y);\n  assign y = `WIDTH;\nendmodule\n", "UnknownDirective", (1, 13, 19), {"name": "`WIDTH"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_error_at_its_place_with_its_facts(tmp_path: Path, name: str) -> None:
    code, check, where, facts = CASES[name]
    outcome = analyze(tmp_path / "m.sv", code)
    assert outcome.label is Label.COMPILATION_ERROR
    found = next(d for d in outcome.diagnostics if d.code == check)
    assert (found.severity, found.source, found.stage, found.path) == (Severity.ERROR, "slang", Stage.STATIC, None)
    assert place(found) == where
    assert facts.items() <= dict(found.data).items()


WARNINGS = {
    "latch": ("module m(input a, b, output logic y);\n  always_comb\n    if (a) y = b;\nendmodule\n", "InferredLatch", "y"),
    "truncation": ("module m(input [7:0] a, output [3:0] y);\n  assign y = a;\nendmodule\n", "WidthTruncate", "a"),
    "port width": ("module m(input [7:0] a);\n  s u(.a(a));\nendmodule\nmodule s(input [3:0] a);\nendmodule\n", "PortWidthTruncate", "a"),
    "implicit net": ("module m(input a, output y);\n  assign n = a;\n  assign y = n;\nendmodule\n", "ImplicitNet", "n"),
    "open input": ("module m;\n  s u(.b(1'b0));\nendmodule\nmodule s(input a, b);\nendmodule\n", "UnconnectedInputPort", "u"),
    "undriven": ("module m(input a, output y);\n  wire n;\n  assign y = a & n;\nendmodule\n", "UndrivenNet", "n"),
    "case twice": ("module m(input [1:0] s, output reg y);\n  always @* case (s)\n    0: y = 1;\n    0: y = 0;\n    default: y = 0;\n  endcase\nendmodule\n", "CaseDup", "0"),
}  # fmt: skip


@pytest.mark.parametrize("name", WARNINGS)
def test_a_warning_leaves_the_label_passed(tmp_path: Path, name: str) -> None:
    code, check, text = WARNINGS[name]
    outcome = analyze(tmp_path / "m.sv", code)
    found = only(outcome, check)
    assert (found.severity, marked(code, found)) == (Severity.WARNING, text)
    assert outcome.label is Label.PASS


SYNTAX = {
    "semicolon": ("module m(input a, output y);\n  wire b = a\n  assign y = b;\nendmodule\n", "ExpectedToken", (1, 12)),
    "endmodule": ("module m(input a);\n  wire b = a;\n", "ExpectedToken", (1, 13)),
    "bracket": ("module m(input [3:0 a);\nendmodule\n", "ExpectedToken", (0, 19)),
}


@pytest.mark.parametrize("name", SYNTAX)
def test_a_missing_sign_is_shown_where_it_belongs(tmp_path: Path, name: str) -> None:
    code, check, where = SYNTAX[name]
    outcome = analyze(tmp_path / "m.v", code)
    found = only(outcome, check)
    assert (found.range.end.line, found.range.end.column) == where, "the end of the range is where it is missing"
    assert outcome.diagnostics[0] == found, "the first cause comes first"


def test_a_syntax_error_hides_what_follows_from_it_only(tmp_path: Path) -> None:
    code = "module m(input a, b, output y);\n  wire n\n  assign n = a & b;\n  assign y = n;\nendmodule\n"
    outcome = analyze(tmp_path / "m.v", code)
    assert [d.code for d in outcome.diagnostics] == ["ExpectedToken"]


@pytest.mark.parametrize("comment", ["// Größe µ", "/* 漢字 */", "/* 🚀🚀 */"])
def test_columns_count_code_points(tmp_path: Path, comment: str) -> None:
    opening = comment if comment.startswith("/*") else ""
    code = f"{comment}\nmodule m(output y);\n  {opening} assign y = missing;\nendmodule\n"
    found = only(analyze(tmp_path / "m.v", code), "UndeclaredIdentifier")
    assert marked(code, found) == "missing"


def test_crlf_lines_and_tabs(tmp_path: Path) -> None:
    code = "module m(output y);\r\n\tassign y = missing;\r\nendmodule\r\n"
    assert place(only(analyze(tmp_path / "m.v", code), "UndeclaredIdentifier")) == (1, 12, 19)


def test_bytes_that_are_not_utf_8_leave_columns_right(tmp_path: Path) -> None:
    code = b"module m(output y);\n  /* \xb5s */ assign y = missing;\nendmodule\n".decode("utf-8", "surrogateescape")
    assert marked(code, only(analyze(tmp_path / "m.v", code), "UndeclaredIdentifier")) == "missing"


def test_an_error_in_a_macro_is_shown_at_its_use(tmp_path: Path) -> None:
    code = "`define GATE(a, b) ((a) & (b) & missing)\nmodule m(input p, q, output y);\n  assign y = `GATE(p, q);\nendmodule\n"
    found = only(analyze(tmp_path / "m.v", code), "UndeclaredIdentifier")
    assert found.range.start.line == 2
    assert marked(code, found).startswith("`GATE")
    assert [r.range.start.line for r in found.related] == [0]


def test_an_error_in_a_macro_argument_is_shown_at_the_argument(tmp_path: Path) -> None:
    code = "`define INV(a) (~(a))\nmodule m(output y);\n  assign y = `INV(missing);\nendmodule\n"
    assert marked(code, only(analyze(tmp_path / "m.v", code), "UndeclaredIdentifier")) == "missing"


def test_an_error_in_a_header_carries_its_path(tmp_path: Path) -> None:
    (tmp_path / "ports.vh").write_text("  input clk,\n  input [3:O] d\n")
    code = 'module m(\n`include "ports.vh"\n);\nendmodule\n'
    outcome = analyze(tmp_path / "m.v", code)
    assert outcome.label is Label.COMPILATION_ERROR
    found = outcome.errors[0]
    assert (found.path, found.range.start.line) == (str(tmp_path / "ports.vh"), 1)


def test_a_neighbours_own_errors_are_left_to_its_own_check(tmp_path: Path) -> None:
    (tmp_path / "leaf.v").write_text("module leaf(input a, output y);\n  assign y = a & missing\nendmodule\n")
    outcome = analyze(tmp_path / "top.v", "module top(input a, output y);\n  leaf u(.a(a), .y(y));\nendmodule\n")
    assert (outcome.label, outcome.diagnostics) == (Label.PASS, ())


def test_the_width_of_a_neighbours_port_counts(tmp_path: Path) -> None:
    (tmp_path / "leaf.v").write_text("module leaf #(parameter W = 2)(input [W-1:0] a);\nendmodule\n")
    code = "module top(input [7:0] a);\n  leaf #(.W(4)) u(.a(a));\nendmodule\n"
    found = only(analyze(tmp_path / "top.v", code), "PortWidthTruncate")
    assert (found.data["from_width"], found.data["to_width"]) == (8, 4)


def test_conditional_code_follows_the_defines(tmp_path: Path) -> None:
    code = "module m(output y);\n`ifdef FAST\n  assign y = missing;\n`else\n  assign y = 1'b0;\n`endif\nendmodule\n"
    assert analyze(tmp_path / "m.v", code).diagnostics == ()
    assert place(only(analyze(tmp_path / "m.v", code, defines={"FAST": ""}), "UndeclaredIdentifier"))[0] == 2


def test_default_nettype_none(tmp_path: Path) -> None:
    code = (
        "`default_nettype none\nmodule m(input wire a, output wire y);\n  assign n = a;\n  assign y = n;\nendmodule\n"
    )
    outcome = analyze(tmp_path / "m.v", code)
    assert next((d.code, marked(code, d)) for d in outcome.errors) == ("UndeclaredIdentifier", "n")
    (tmp_path / "none.v").write_text(code.replace("assign n", "wire n").replace("m(", "none("))
    beside = "module other(input a, output y);\n  none u(.a(a), .y(y));\nendmodule\n"
    assert analyze(tmp_path / "other.v", beside).errors == (), "the directive of one file does not reach into the next"


def test_a_time_scale_that_only_some_files_have_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "leaf.v").write_text(
        "`timescale 1ns/1ps\nmodule leaf(input a, output y);\n  assign y = a;\nendmodule\n"
    )
    outcome = analyze(tmp_path / "top.v", "module top(input a, output y);\n  leaf u(.a(a), .y(y));\nendmodule\n")
    assert outcome.label is Label.PASS
    assert all(d.severity is Severity.HINT for d in outcome.diagnostics)


def test_a_two_state_clock_under_star_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "ff.sv").write_text(
        "module ff(input logic clk, d, output logic q);\n  always_ff @(posedge clk) q <= d;\nendmodule\n"
    )
    code = "module tb_ff;\n  bit clk, d;\n  logic q;\n  ff dut(.*);\n  always #5 clk = !clk;\n  initial #50 $finish;\nendmodule\n"
    assert analyze(tmp_path / "tb_ff.sv", code).label is Label.PASS


def test_systemverilog_in_a_verilog_file_is_one_word_and_not_many_errors(tmp_path: Path) -> None:
    code = "module m(input logic clk, d, output logic q);\n  always_ff @(posedge clk) q <= d;\nendmodule\n"
    outcome = analyze(tmp_path / "m.v", code)
    assert len(outcome.diagnostics) <= 3
    assert any("SystemVerilog" in d.message for d in outcome.diagnostics)
    assert analyze(tmp_path / "m.v", code, language="sv").diagnostics == ()


def test_words_only_systemverilog_reserves_are_names_in_verilog(tmp_path: Path) -> None:
    code = "module m(input bit, input [3:0] do, output logic);\n  assign logic = bit & do[0];\nendmodule\n"
    assert analyze(tmp_path / "m.v", code).label is Label.PASS
    assert analyze(tmp_path / "m.sv", code).label is Label.COMPILATION_ERROR


@pytest.mark.parametrize(
    "path", sorted(p for p in DATA.rglob("*") if p.suffix in (".v", ".sv", ".vh")), ids=lambda p: p.name
)
def test_real_sources_are_without_error_or_warning(path: Path) -> None:
    root = DATA / "serial" if "serial" in path.parts else DATA
    settings = ToolSettings()
    code = path.read_text()
    outcome = SlangFrontEnd().analyze(code, environment_for(Domain.VERILOG, str(path), code, str(root), settings))
    assert outcome.label is Label.PASS
    assert [d for d in outcome.diagnostics if d.severity in (Severity.ERROR, Severity.WARNING)] == []


def test_a_random_word_cut_to_size_is_no_warning_in_a_testbench(tmp_path: Path) -> None:
    line = "  reg [7:0] d;\n  initial begin\n    d = $random;\n    $display(d);\n    $finish;\n  end\n"
    bench = analyze(tmp_path / "tb_m.v", f"module tb_m;\n{line}endmodule\n")
    assert only(bench, "WidthTruncate").severity is Severity.HINT
    design = analyze(tmp_path / "m.v", "module m(input [31:0] a, output [7:0] y);\n  assign y = a;\nendmodule\n")
    assert only(design, "WidthTruncate").severity is Severity.WARNING


def test_at_most_a_hundred_diagnostics(tmp_path: Path) -> None:
    code = (
        "module m(output y);\n"
        + "".join(f"  wire n{i} = missing{i};\n" for i in range(300))
        + "  assign y = 1'b0;\nendmodule\n"
    )
    assert len(analyze(tmp_path / "m.v", code).diagnostics) == 100


def test_an_empty_text_and_a_comment_are_fine(tmp_path: Path) -> None:
    for code in ("", "\n", "// nothing yet\n", "`timescale 1ns/1ps\n"):
        assert (analyze(tmp_path / "m.v", code).label, analyze(tmp_path / "m.v", code).diagnostics) == (Label.PASS, ())


def test_it_says_which_version_spoke(tmp_path: Path) -> None:
    status = SlangFrontEnd().probe()
    assert status.found and status.version.startswith("12.")
    assert analyze(tmp_path / "m.v", "module m;\nendmodule\n").tool_version == status.version
