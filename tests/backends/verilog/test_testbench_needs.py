"""A testbench that cannot be run for want of its own parts says nothing about the design."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.confirm import confirm_all
from backends.domains import environment_for
from backends.environment import Domain
from backends.outcome import Label, Outcome
from backends.settings import ToolSettings, VerilogSettings

DESIGN = "module inverter(input wire a, output wire y);\n  assign y = ~a;\nendmodule\n"
BENCH = """module tb_inverter;
  reg a = 0;
  wire y;
  inverter dut(.a(a), .y(y));
  {more}
  initial begin
    #1 if (y !== 1'b1) $fatal(1, "y is %b", y);
    $finish;
  end
endmodule
"""


async def simulated(
    folder: Path, more: str, code: str = DESIGN, settings: VerilogSettings | None = None
) -> list[Outcome]:
    (folder / "tb_inverter.v").write_text(BENCH.format(more=more))
    path = folder / "inverter.v"
    path.write_text(code)
    tools = ToolSettings(verilog=settings or VerilogSettings())
    environment = environment_for(Domain.VERILOG, str(path), code, str(folder), tools)
    return await confirm_all(code, environment, tools=["icarus-simulation", "svling"])


async def test_a_module_that_is_nowhere_is_no_fault_of_the_design(tmp_path: Path) -> None:
    (outcome,) = await simulated(tmp_path, "bus_monitor monitor(.a(a));")
    assert outcome.label is Label.UNAVAILABLE
    assert "tb_inverter.v needs `bus_monitor`" in outcome.log and "verilog.library_dirs" in outcome.log


async def test_a_testbench_named_by_the_user_must_be_complete(tmp_path: Path) -> None:
    (outcome,) = await simulated(
        tmp_path, "bus_monitor monitor(.a(a));", settings=VerilogSettings(testbench="tb_inverter.v")
    )
    assert outcome.label is Label.COMPILATION_ERROR


async def test_a_design_with_another_name_is_an_error_of_the_design(tmp_path: Path) -> None:
    (outcome,) = await simulated(tmp_path, "", DESIGN.replace("module inverter", "module invertr"))
    assert outcome.label is Label.COMPILATION_ERROR


@pytest.mark.parametrize(
    "more", ["", "not gate(w, a);", "bus_monitor monitor(.a(a));\nendmodule\nmodule bus_monitor(input a);"]
)
async def test_a_complete_testbench_is_run(tmp_path: Path, more: str) -> None:
    moved = more.partition("\nendmodule")
    if moved[1]:
        (tmp_path / "bus_monitor.v").write_text("module bus_monitor(input wire a);\nendmodule\n")
    (outcome,) = await simulated(tmp_path, moved[0])
    assert outcome.label is Label.PASS


async def test_a_testbench_driven_from_outside_is_none(tmp_path: Path) -> None:
    assert await simulated(tmp_path, "initial $from_myhdl(a);") == []
