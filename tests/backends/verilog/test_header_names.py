"""Headers whose names the tools' command languages cannot take: staged under other names, and found by every tool."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.confirm import confirm_all
from backends.domains import environment_for
from backends.environment import Domain
from backends.outcome import Label, Outcome
from backends.settings import ToolSettings, VerilogSettings

MODULE = """`include "HEADER"
module m(input wire clk, output reg [`WIDTH-1:0] q);
    always @(posedge clk) q <= q + 1'b1;
endmodule
"""


async def confirmed(folder: Path, code: str, settings: VerilogSettings) -> list[Outcome]:
    path = folder / "m.v"
    environment = environment_for(Domain.VERILOG, str(path), code, str(folder), ToolSettings(verilog=settings))
    return [o for o in await confirm_all(code, environment, trusted=True) if o.label is not Label.UNAVAILABLE]


@pytest.mark.parametrize("name", ["größe.vh", "ein ordner/größe [1].vh"])
@pytest.mark.parametrize("directory", ["", "köpfe"])
async def test_every_tool_finds_a_header_with_an_odd_name(tmp_path: Path, name: str, directory: str) -> None:
    folder = tmp_path / "m"
    header = folder / directory / name
    header.parent.mkdir(parents=True)
    header.write_text("`define WIDTH 4\n", "utf-8")
    outcomes = await confirmed(
        folder, MODULE.replace("HEADER", name), VerilogSettings(include_dirs=(directory or ".",))
    )
    assert {o.tool for o in outcomes} >= {"icarus", "verilator", "yosys"}
    assert [(o.tool, o.errors) for o in outcomes if o.label is not Label.PASS] == []


async def test_an_error_in_such_a_header_is_shown_there_and_a_missing_one_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "größe.vh").write_text("`define WIDTH 4\nmodule odd;\n    assign y = ;\nendmodule\n", "utf-8")
    outcomes = await confirmed(tmp_path, MODULE.replace("HEADER", "größe.vh"), VerilogSettings())
    for outcome in outcomes:
        assert (str(tmp_path / "größe.vh"), 2) in {(d.path, d.range.start.line) for d in outcome.errors}, outcome.tool
    outcomes = await confirmed(tmp_path, MODULE.replace("HEADER", "länge.vh"), VerilogSettings())
    assert outcomes
    assert all("länge.vh" in o.errors[0].message for o in outcomes)
