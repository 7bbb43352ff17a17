"""Simulators on a real FIFO and its testbench: what passes, what fails and where, what never ends."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from backends.domains import environment_for
from backends.environment import Domain, Environment
from backends.outcome import Label
from backends.settings import Limits, ToolSettings, VerilogSettings
from backends.verilog.cocotb import CocotbSimulation
from backends.verilog.icarus import IcarusCompile, IcarusSimulation
from backends.verilog.simulation_log import judge_log
from backends.verilog.svling import SvlingSimulation
from backends.verilog.verilator_simulation import VerilatorSimulation

DATA = Path(__file__).parents[2] / "data" / "verilog"
FIFO = DATA / "fifo_sync.v"
needs_icarus = pytest.mark.skipif(shutil.which("iverilog") is None, reason="Icarus is not installed")

COUNTER = """module counter(input clk, input rst, output reg [3:0] q);
    always @(posedge clk)
        if (rst) q <= 0;
        else q <= q + STEP;
endmodule
"""
BENCH = """`timescale 1ns/1ps
module tb_counter;
    reg clk = 0, rst = 1;
    wire [3:0] q;
    counter dut(.clk(clk), .rst(rst), .q(q));
    always #5 clk = ~clk;
    initial begin
        #12 rst = 0;
        #100;
        if (q !== 10) $display("FAIL: q is %0d, expected 10", q);
        else $display("PASS");
        END;
    end
endmodule
"""


def counter(tmp_path: Path, step: str = "1", end: str = "$finish", **settings: object) -> tuple[str, Environment]:
    (tmp_path / "tb_counter.v").write_text(BENCH.replace("END", end))
    code = COUNTER.replace("STEP", step)
    verilog = VerilogSettings(**settings)  # type: ignore[arg-type]
    path = str(tmp_path / "counter.v")
    return code, environment_for(Domain.VERILOG, path, code, str(tmp_path), ToolSettings(verilog=verilog))


@pytest.fixture(params=["svling", pytest.param("icarus", marks=needs_icarus)])
def simulator(request: pytest.FixtureRequest) -> tuple[str, IcarusSimulation | SvlingSimulation]:
    return request.param, {"svling": SvlingSimulation(), "icarus": IcarusSimulation()}[request.param]


async def test_a_real_fifo_passes_its_testbench(simulator) -> None:
    name, backend = simulator
    text = FIFO.read_text()
    settings = ToolSettings(verilog=VerilogSettings(simulator=name))
    environment = environment_for(Domain.VERILOG, str(FIFO), text, str(DATA), settings)
    assert backend.applies(text, environment)
    outcome = await backend.run(text, environment)
    assert outcome.label is Label.PASS, outcome.log
    assert outcome.diagnostics == ()
    assert outcome.tool_version


async def test_a_wrong_value_is_shown_at_the_port_and_at_the_check(tmp_path, simulator) -> None:
    name, backend = simulator
    code, environment = counter(tmp_path, step="2", simulator=name)
    outcome = await backend.run(code, environment)
    assert outcome.label is Label.WRONG_OUTPUT
    at_design, at_bench = outcome.diagnostics
    assert at_design.range.start.line == 0 and code.splitlines()[0][at_design.range.start.column] == "q"
    assert "q is 4, expected 10" in at_design.message
    assert at_bench.path == str(tmp_path / "tb_counter.v")
    assert '$display("FAIL' in BENCH.splitlines()[at_bench.range.start.line]


async def test_fatal_is_a_failure_at_its_line(tmp_path, simulator) -> None:
    name, backend = simulator
    code, environment = counter(tmp_path, end='$fatal(1, "gave up")', simulator=name)
    outcome = await backend.run(code, environment)
    assert outcome.label is Label.WRONG_OUTPUT
    assert "gave up" in outcome.log


async def test_a_simulation_without_end_is_stopped(tmp_path, simulator) -> None:
    name, backend = simulator
    code, environment = counter(tmp_path, end="forever #1 clk = ~clk", simulator=name)
    short = replace(environment, settings=replace(environment.settings, limits=Limits(wall_seconds=3)))
    outcome = await backend.run(code, short)
    assert outcome.label is Label.TIMEOUT
    assert "$finish" in outcome.diagnostics[0].message


async def test_sources_that_do_not_compile_are_not_simulated(tmp_path, simulator) -> None:
    name, backend = simulator
    code, environment = counter(tmp_path, step="missing_name", simulator=name)
    outcome = await backend.run(code, environment)
    assert outcome.label is Label.COMPILATION_ERROR
    assert any("missing_name" in d.message for d in outcome.diagnostics)


async def test_without_a_testbench_there_is_nothing_to_simulate(tmp_path) -> None:
    path = str(tmp_path / "counter.v")
    environment = environment_for(Domain.VERILOG, path, COUNTER, str(tmp_path), ToolSettings())
    assert not IcarusSimulation().applies(COUNTER, environment)
    assert not SvlingSimulation().applies(COUNTER, environment)
    assert not CocotbSimulation().applies(COUNTER, environment)


@needs_icarus
async def test_icarus_names_the_undeclared_signal(tmp_path) -> None:
    code, environment = counter(tmp_path, step="missing_name")
    outcome = await IcarusCompile().run(code, environment)
    assert outcome.label is Label.COMPILATION_ERROR
    error = outcome.errors[0]
    assert error.range.start.line == 3
    assert code.splitlines()[3][error.range.start.column : error.range.end.column] == "missing_name"


@needs_icarus
async def test_a_module_of_an_unknown_library_is_no_error(tmp_path) -> None:
    code = "module top(input a, output y);\n    vendor_cell u(.a(a), .y(y));\nendmodule\n"
    environment = environment_for(Domain.VERILOG, str(tmp_path / "top.v"), code, str(tmp_path), ToolSettings())
    outcome = await IcarusCompile().run(code, environment)
    assert outcome.label is Label.PASS
    assert outcome.errors == ()


@needs_icarus
async def test_systemverilog_in_a_verilog_file_is_refused_as_icarus_does(tmp_path) -> None:
    code = "module m(input logic a, output logic y);\n    always_comb y = a;\nendmodule\n"
    path = tmp_path / "m.v"
    environment = environment_for(Domain.VERILOG, str(path), code, str(tmp_path), ToolSettings())
    assert (await IcarusCompile().run(code, environment)).label is Label.COMPILATION_ERROR
    environment = environment_for(Domain.VERILOG, str(path.with_suffix(".sv")), code, str(tmp_path), ToolSettings())
    assert (await IcarusCompile().run(code, environment)).label is Label.PASS


@needs_icarus
async def test_cocotb_runs_the_test_and_finds_its_failing_line() -> None:
    path = DATA / "counter_bcd.v"
    text = path.read_text()
    environment = environment_for(Domain.VERILOG, str(path), text, str(DATA), ToolSettings())
    outcome = await CocotbSimulation().run(text, environment)
    assert outcome.label is Label.PASS, outcome.log
    assert outcome.metrics["tests"].value > 0
    broken = text.replace("4'd9", "4'd8")
    assert broken != text
    outcome = await CocotbSimulation().run(broken, environment)
    assert outcome.label is Label.WRONG_OUTPUT
    assert any(d.path == str(DATA / "test_counter_bcd.py") for d in outcome.diagnostics)


async def test_verilator_builds_and_runs_a_testbench() -> None:
    if not VerilatorSimulation().probe().found:
        pytest.skip("g++ or make is not installed")
    path = DATA / "uart_tx.v"
    text = path.read_text()
    settings = ToolSettings(verilog=VerilogSettings(simulator="verilator"), limits=Limits(wall_seconds=60))
    environment = environment_for(Domain.VERILOG, str(path), text, str(DATA), settings)
    outcome = await VerilatorSimulation().run(text, environment)
    assert outcome.label is Label.PASS, outcome.log


@pytest.mark.parametrize(
    ("log", "label"),
    [
        ("all 12 tests passed, 0 errors\n", Label.PASS),
        ("errors: 0\n", Label.PASS),
        ("PASS: no mismatch\n", Label.PASS),
        ("Test failed at 10 ns\n", Label.WRONG_OUTPUT),
        ("3 errors\n", Label.WRONG_OUTPUT),
        ("Mismatch: got 3\n", Label.WRONG_OUTPUT),
        ("ERROR: tb.v:12: q is wrong\n", Label.WRONG_OUTPUT),
        ("Error count = 4\n", Label.WRONG_OUTPUT),
        ("Error count = 0\n", Label.PASS),
    ],
)
def test_the_verdict_from_a_log(log: str, label: Label) -> None:
    assert judge_log(log, VerilogSettings()).label is label


def test_a_required_pass_pattern_that_is_missing_is_a_failure() -> None:
    settings = VerilogSettings(pass_patterns=(r"^ALL OK$",))
    assert judge_log("ALL OK\n", settings).label is Label.PASS
    assert judge_log("bye\n", settings).label is Label.WRONG_OUTPUT
