"""A file whose errors lie in what it is made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.project_repair import repair_project
from assistant.repair import apply_edits
from assistant.repair_result import RepairResult, Status
from backends.domains import domain_of, environment_for, neighbours_known
from backends.settings import ToolSettings
from icwm.store import TrajectoryStore

HEADER = "localparam IDLE = 2'd0;\nlocalparam RUN = 2'd1;\n"
PART = "module part (input clk, input [7:0] a, output reg [7:0] y);\n  always @(posedge clk) y <= a + 1;\nendmodule\n"
TOP = """module top (input clk, input [7:0] a, output [7:0] y, output [1:0] s);
`include "states.vh"
  part u (.clk(clk), .a(a), .y(y));
  assign s = RUN;
endmodule
"""
BENCH = """module tb_top;
  reg clk = 0;
  reg [7:0] a = 4;
  wire [7:0] y;
  wire [1:0] s;
  top dut (.clk(clk), .a(a), .y(y), .s(s));
  initial begin
    #1 clk = 1;
    #1 if (y !== 8'd5 || s !== 2'd1) $error("y is %d, s is %d", y, s);
    $finish;
  end
endmodule
"""


async def repaired(
    folder: Path, name: str = "top.v", store: TrajectoryStore | None = None, **texts: str
) -> RepairResult:
    files = {"states.vh": HEADER, "part.v": PART, "top.v": TOP} | {n.replace("__", "."): t for n, t in texts.items()}
    for each, text in files.items():
        (folder / each).write_text(text)
    path, code = str(folder / name), files[name]
    domain = domain_of(path, code)
    assert domain is not None
    neighbours_known(domain, path, str(folder), 10)
    where = environment_for(domain, path, code, str(folder), ToolSettings())
    return await repair_project(code, where, store=store)


async def test_a_header_and_a_module_are_repaired_for_the_file_that_needs_them(tmp_path):
    torn = HEADER.replace("0;", "0")
    with TrajectoryStore(tmp_path / "data") as store:
        result = await repaired(
            tmp_path, store=store, states__vh=torn, part__v=PART.replace("1;", "1"), tb_top__v=BENCH
        )
        assert result.status is Status.VERIFIED, result.reasons
        assert result.code == TOP
        mended = {Path(f.path).name: f for f in result.other_files}
        assert {name: f.code for name, f in mended.items()} == {"states.vh": HEADER, "part.v": PART}
        assert apply_edits(torn, mended["states.vh"].edits) == HEADER
        assert [f["file"] for f in result.to_json()["other_files"]] == [f.path for f in result.other_files]
        assert "icarus-simulation" in result.checked
        assert result.trajectory_id is not None and store.get(result.trajectory_id).turns
    # Only proposed: nothing is written.
    assert (tmp_path / "states.vh").read_text() == torn


async def test_errors_here_and_elsewhere_are_repaired_together(tmp_path):
    result = await repaired(tmp_path, part__v=PART.replace("1;", "1"), top__v=TOP.replace("= RUN;", "= RUN"))
    assert result.status is Status.VERIFIED, result.reasons
    assert result.code == TOP
    assert [Path(f.path).name for f in result.other_files] == ["part.v"]


async def test_a_file_that_nobody_can_repair_is_named(tmp_path):
    result = await repaired(tmp_path, part__v=PART.replace("y <= a + 1;", "?? (("))
    assert result.status is Status.NONE
    assert result.other_files == ()
    assert any(f"{tmp_path / 'part.v'} has an error in line 2" in r and "open that file" in r for r in result.reasons)


async def test_a_testbench_is_never_what_is_repaired(tmp_path):
    result = await repaired(tmp_path, tb_top__v=BENCH.replace("reg clk = 0;", "reg clk = 0"))
    assert result.other_files == ()
    assert result.status in (Status.NONE, Status.CLEAN)


@pytest.mark.parametrize("torn", [False, True])
async def test_an_import_of_a_script_is_repaired(tmp_path, torn):
    module = "import cadquery as cq\n\n\ndef plate():\n    return cq.Workplane('XY').box(10, 10, 2)\n"
    script = "import cadquery as cq\nfrom plates import plate\n\nresult = plate().faces('>Z').hole(3)\n"
    (tmp_path / "plates.py").write_text(module.replace(".box", ".bx") if torn else module)
    result = await repaired(tmp_path, "part.py", part__py=script)
    assert result.status is (Status.VERIFIED if torn else Status.CLEAN), result.reasons
    assert [f.code for f in result.other_files] == ([module] if torn else [])
