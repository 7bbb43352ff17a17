"""Verilog that is broken, endless or malicious: each tool ends within its limits, harms nothing, and says what was wrong."""

from __future__ import annotations

import shutil
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from backends.confirm import confirm_all
from backends.domains import environment_for
from backends.environment import Domain, Environment
from backends.outcome import Label, Outcome
from backends.settings import Limits, ToolSettings, VerilogSettings
from backends.verilog.slang_front_end import SlangFrontEnd
from tests.hostile.processes import wait_for

needs_icarus = pytest.mark.skipif(shutil.which("iverilog") is None, reason="Icarus is not installed")
LIMITS = Limits(
    wall_seconds=2.5, cpu_seconds=5, memory_bytes=768 << 20, file_bytes=8 << 20, disk_bytes=32 << 20, processes=16
)

COUNTER = """\
module counter(input wire clk, input wire rst, output reg [3:0] q);
  always @(posedge clk)
    if (rst) q <= 4'd0;
    else q <= q + 4'd1;
endmodule
"""


def environment(path: Path, text: str, limits: Limits = LIMITS, **verilog: Any) -> Environment:
    settings = ToolSettings(verilog=VerilogSettings(**verilog), limits=limits)
    return environment_for(Domain.VERILOG, str(path), text, str(path.parent), settings)


async def confirmed(path: Path, text: str, *tools: str, limits: Limits = LIMITS) -> dict[str, Outcome]:
    """Outcomes by tool; none may come from a bug in our own code."""
    outcomes = await confirm_all(text, environment(path, text, limits), tools=tools, use_cache=False)
    assert not any("bug in Hardsight" in outcome.log for outcome in outcomes), [o.log for o in outcomes]
    return {outcome.tool: outcome for outcome in outcomes}


def words(outcome: Outcome) -> str:
    return " ".join(d.message for d in outcome.diagnostics)


def static(path: Path, text: str) -> Outcome:
    return SlangFrontEnd().analyze(text, environment(path, text))


# What a file may hold


async def test_an_empty_file_is_nobodys_business(tmp_path: Path) -> None:
    assert static(tmp_path / "m.v", "").diagnostics == ()
    assert await confirmed(tmp_path / "m.v", "", "icarus", "verilator", "yosys", "icarus-simulation") == {}


@pytest.mark.parametrize(
    "raw",
    [b"\x7fELF\0\0\0", bytes(range(256)) * 64, COUNTER.encode("utf-16"), b"\xfe\xff" + COUNTER.encode("utf-16-be")],
)
async def test_what_is_no_text_is_said_once_and_given_to_no_tool(tmp_path: Path, raw: bytes) -> None:
    text = raw.decode("utf-8", "surrogateescape")
    (said,) = static(tmp_path / "m.v", text).diagnostics
    assert "binary, or UTF-16" in said.message and "UTF-8" in said.message
    assert await confirmed(tmp_path / "m.v", text, "icarus", "verilator", "yosys") == {}


@pytest.mark.parametrize(
    "raw",
    [f"// Größe\n{COUNTER}".encode("latin-1"), b"\xef\xbb\xbf" + COUNTER.encode(), f"// 🚀 漢字\n{COUNTER}".encode()],
)
async def test_other_encodings_and_a_byte_order_mark_do_not_disturb_the_tools(tmp_path: Path, raw: bytes) -> None:
    text = raw.decode("utf-8", "surrogateescape")
    assert static(tmp_path / "m.v", text).label is Label.PASS
    outcomes = await confirmed(tmp_path / "m.v", text, "icarus", "verilator", "yosys")
    assert {o.label for o in outcomes.values()} == {Label.PASS}
    assert not any(o.errors for o in outcomes.values())


async def test_columns_after_emoji_are_code_points_in_every_tool(tmp_path: Path) -> None:
    text = COUNTER.replace("q + 4'd1", "/* 🚀🚀 */ missing")
    line, column = 3, text.split("\n")[3].index("missing")
    outcomes = await confirmed(tmp_path / "m.v", text, "icarus", "verilator", "yosys")
    for outcome in (static(tmp_path / "m.v", text), *outcomes.values()):
        found = next(d for d in outcome.diagnostics if "missing" in d.message)
        assert (found.range.start.line, found.range.start.column, found.range.end.column) == (
            line,
            column,
            column + 7,
        ), outcome.tool


async def test_ten_megabytes_end_within_the_limits_with_a_word(tmp_path: Path) -> None:
    line = "  assign a = b & c;  // nothing of interest, over and over again\n"
    text = "module big;\n" + line * (10 * 2**20 // len(line)) + "endmodule\n"
    (said,) = static(tmp_path / "big.v", text).diagnostics
    assert "left to the confirmed tools" in said.message and "1 MB" in said.message
    outcomes = await confirmed(tmp_path / "big.v", text, "icarus", "verilator")
    assert all(o.label.failed and o.diagnostics for o in outcomes.values())


# What preprocessors and elaborators may be led into


async def test_a_file_that_includes_itself(tmp_path: Path) -> None:
    text = f'`include "m.v"\n{COUNTER}'
    (tmp_path / "m.v").write_text(text)
    first = static(tmp_path / "m.v", text).errors[0]
    assert "include" in first.message.lower() and first.range.start.line == 0
    outcomes = await confirmed(tmp_path / "m.v", text, "icarus", "verilator", "yosys")
    assert "ecursive inclusion" in words(outcomes["verilator"])
    assert str(tmp_path.parent) not in words(outcomes["verilator"]) and "/tmp/" not in words(outcomes["verilator"])
    assert outcomes["yosys"].label is Label.TIMEOUT and "synthesis was stopped" in words(outcomes["yosys"])


async def test_headers_that_include_each_other_without_a_guard(tmp_path: Path) -> None:
    (tmp_path / "a.vh").write_text('`include "b.vh"\n')
    (tmp_path / "b.vh").write_text('`include "a.vh"\n')
    text = f'`include "a.vh"\n{COUNTER}'
    assert "include depth" in words(static(tmp_path / "m.v", text))
    assert (await confirmed(tmp_path / "m.v", text, "verilator"))["verilator"].label is Label.COMPILATION_ERROR


async def test_an_exponential_macro(tmp_path: Path) -> None:
    bomb = "".join(f"`define A{n} `A{n - 1}+`A{n - 1}\n" for n in range(1, 31))
    text = f"`define A0 1+1\n{bomb}module m(output [31:0] y);\n  assign y = `A30;\nendmodule\n"
    assert "expand to more than" in words(static(tmp_path / "m.v", text))
    outcomes = await confirmed(tmp_path / "m.v", text, "icarus", "verilator")
    assert all(o.label.failed and o.diagnostics for o in outcomes.values())


@pytest.mark.parametrize(
    "text",
    [
        "module m(output y);\n  assign y = " + "(" * 20_000 + "1" + ")" * 20_000 + ";\nendmodule\n",
        "module m;\n  initial " + "begin " * 20_000 + "end " * 20_000 + "\nendmodule\n",
        "module m(output y);\n  assign y = " + "1 + " * 50_000 + "1;\nendmodule\n",
    ],
    ids=["parentheses", "blocks", "operators"],
)
async def test_deep_nesting(tmp_path: Path, text: str) -> None:
    outcome = static(tmp_path / "m.v", text)
    assert outcome.diagnostics and len(outcome.diagnostics) < 5
    for confirmed_outcome in (await confirmed(tmp_path / "m.v", text, "icarus", "verilator")).values():
        assert confirmed_outcome.label is Label.PASS or confirmed_outcome.diagnostics or confirmed_outcome.log


ELABORATION = {
    "generate loop": "module m(output y);\n  genvar i;\n  generate for (i = 0; i < 2000000000; i = i + 1) begin : g\n    wire x;\n  end endgenerate\n  assign y = 0;\nendmodule\n",
    "recursion": "module m #(parameter N = 1)(input a, output y);\n  m #(N + 1) u(.a(a), .y(y));\nendmodule\n",
    "constant function": "module m(output [31:0] y);\n  function [31:0] f(input n);\n    begin\n      f = 0;\n      while (1) f = f + 1;\n    end\n  endfunction\n  localparam L = f(1);\n  assign y = L;\nendmodule\n",
    "vector": "module m(input [2000000000:0] a, output y);\n  assign y = ^a;\nendmodule\n",
    "replication": "module m(output y);\n  assign y = ^{1000000000{1'b1}};\nendmodule\n",
    "parameter": "module m #(parameter W = 1 << 29)(input clk, input [W-1:0] d, output reg [W-1:0] q);\n  always @(posedge clk) q <= d + 1'b1;\nendmodule\n",
}  # fmt: skip


@pytest.mark.parametrize("name", ELABORATION)
async def test_a_design_without_bounds_is_stopped_and_somebody_says_so(tmp_path: Path, name: str) -> None:
    text = ELABORATION[name]
    outcomes = [
        static(tmp_path / "m.v", text),
        *(await confirmed(tmp_path / "m.v", text, "icarus", "verilator", "yosys")).values(),
    ]
    assert any(o.diagnostics for o in outcomes)
    for outcome in outcomes:
        stopped = outcome.label in (Label.TIMEOUT, Label.RESOURCE_EXCEEDED)
        assert not stopped or outcome.diagnostics, f"{outcome.tool} was stopped without a word"
    assert any(o.label is not Label.PASS for o in outcomes)


# What a simulation may try


def bench(body: str, declarations: str = "") -> str:
    return (
        "`timescale 1ns/1ps\nmodule tb_counter;\n  reg clk = 0, rst = 1;\n  wire [3:0] q;\n"
        f"  counter dut(.clk(clk), .rst(rst), .q(q));\n  {declarations}\n  initial begin\n    {body}\n    $finish;\n  end\nendmodule\n"
    )


async def simulated(tmp_path: Path, body: str, declarations: str = "", limits: Limits = LIMITS) -> Outcome:
    (tmp_path / "tb_counter.v").write_text(bench(body, declarations))
    outcomes = await confirmed(tmp_path / "counter.v", COUNTER, "icarus-simulation", limits=limits)
    return outcomes["icarus-simulation"]


ENDLESS = {
    "timed": ("#100;", "always #1 clk = ~clk; initial forever #1 rst = ~rst;", "wait (0);"),
    "zero delay": ("#1;", "initial forever #0 rst = ~rst;", "wait (0);"),
    "no delay": ("forever rst = ~rst;", "", ""),
    "feedback": ("rst = 0;", "reg p = 0; wire n = ~p; always @* p = n;", "wait (0);"),
}


@needs_icarus
@pytest.mark.parametrize("name", ENDLESS)
async def test_a_simulation_without_end_is_stopped(tmp_path: Path, name: str) -> None:
    first, declarations, last = ENDLESS[name]
    keeps_time = "" if name == "no delay" else "always #1 clk = clk;"
    outcome = await simulated(tmp_path, f"{first} {last}", f"{declarations} {keeps_time}")
    assert outcome.label is Label.TIMEOUT, outcome.log
    assert "no $finish was reached" in words(outcome)


@needs_icarus
async def test_a_flood_of_output_is_cut(tmp_path: Path) -> None:
    outcome = await simulated(tmp_path, 'forever #1 $display("%0t nothing of interest", $time);')
    assert outcome.label in (Label.TIMEOUT, Label.RESOURCE_EXCEEDED)
    assert outcome.diagnostics and len(outcome.log) < 1 << 20


@needs_icarus
async def test_a_wave_dump_without_end_is_cut(tmp_path: Path) -> None:
    outcome = await simulated(tmp_path, '$dumpfile("w.vcd"); $dumpvars; forever #1 clk = ~clk;')
    assert outcome.label in (Label.TIMEOUT, Label.RESOURCE_EXCEEDED)
    assert outcome.diagnostics


@needs_icarus
@pytest.mark.parametrize("path", ["/etc/passwd", "../../../../../../etc/passwd", "/dev/zero", "/proc/self/environ"])
async def test_a_memory_file_that_is_none_is_said_and_not_shown(tmp_path: Path, path: str) -> None:
    outcome = await simulated(tmp_path, f'$readmemh("{path}", m); $display("%0h", m[0]);', "reg [7:0] m [0:15];")
    assert outcome.label.failed and outcome.diagnostics, outcome.log
    assert "root:x" not in outcome.log


@needs_icarus
async def test_secrets_cannot_be_read_by_a_testbench(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "SECRET-IN-ENVIRONMENT")
    paths = [
        home / ".ssh" / "id_x",
        home / ".netrc",
        home / "notes" / "diary.txt",
        Path("/etc/shadow"),
        Path("/proc/self/environ"),
    ]
    read = " ".join(
        f'f = $fopen("{p}", "r"); if (f) begin for (n = 0; n < 40; n = n + 1) begin s = 0; c = $fgets(s, f); $display("%0s", s); end end'
        for p in paths
    )
    outcome = await simulated(tmp_path, f'{read} $display("read all");', "integer f, c, n; reg [8*200:1] s;")
    assert "read all" in outcome.log
    for secret in ("PRIVATE KEY", "PASSWORD", "DIARY", "root:", "SECRET-IN-ENVIRONMENT"):
        assert secret not in outcome.log


@needs_icarus
async def test_nothing_outside_is_written_by_a_testbench(tmp_path: Path, home: Path) -> None:
    targets = [home / "pwned", tmp_path / "pwned", Path("/tmp/hardsight-pwned-by-verilog")]
    writes = " ".join(f'f = $fopen("{t}", "w"); if (f) $fdisplay(f, "pwned"); $fclose(f);' for t in targets)
    outcome = await simulated(tmp_path, f'{writes} $dumpfile("{home}/wave.vcd"); $dumpvars; #1;', "integer f;")
    assert outcome.label is not Label.UNAVAILABLE
    assert not any(t.exists() for t in (*targets, home / "wave.vcd"))
    assert (tmp_path / "tb_counter.v").read_text().startswith("`timescale")


@needs_icarus
async def test_system_calls_a_shell_for_nobody(tmp_path: Path, token: str) -> None:
    outcome = await simulated(tmp_path, f'$system("sleep 600 {token} & touch {tmp_path}/pwned");')
    assert outcome.label is Label.COMPILATION_ERROR and "$system" in words(outcome)
    assert not (tmp_path / "pwned").exists()
    assert await wait_for(token, alive=False) == []


@needs_icarus
async def test_memory_without_end_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "tb_counter.sv").write_text(
        bench("forever begin q_all.push_back(n); n = n + 1; end", "int n = 0; int q_all[$];")
    )
    outcome = (await confirmed(tmp_path / "counter.v", COUNTER, "icarus-simulation"))["icarus-simulation"]
    assert outcome.label in (Label.RESOURCE_EXCEEDED, Label.TIMEOUT), outcome.log
    assert outcome.diagnostics


# What a cocotb test may try


async def cocotb(tmp_path: Path, body: str, limits: Limits = LIMITS) -> Outcome:
    test = f"import os, socket, subprocess, sys, time\nimport cocotb\n\n\n@cocotb.test()\nasync def attacks(dut):\n{body}\n"
    (tmp_path / "test_counter.py").write_text(test)
    return (await confirmed(tmp_path / "counter.v", COUNTER, "cocotb", limits=limits))["cocotb"]


ROOMY = Limits(wall_seconds=40, cpu_seconds=40, memory_bytes=768 << 20, processes=24)


@needs_icarus
async def test_a_cocotb_test_reads_no_secret_writes_nothing_and_reaches_nobody(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One run for all of it: starting cocotb takes seconds."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "SECRET-IN-ENVIRONMENT")
    reached = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(60)

        def accept() -> None:
            try:
                listener.accept()
                reached.set()
            except OSError:
                return

        threading.Thread(target=accept, daemon=True).start()
        outcome = await cocotb(
            tmp_path,
            f"""\
    print("SEEN", "SECRET-IN-ENVIRONMENT" in str(os.environ), os.environ.get("AWS_SECRET_ACCESS_KEY"))
    for path in ({str(home / "pwned")!r}, {str(tmp_path / "pwned")!r}, {str(tmp_path / "counter.v")!r}, "/tmp/hardsight-pwned-by-cocotb"):
        try:
            open(path, "w").write("pwned")
        except OSError as error:
            print("WRITE", type(error).__name__)
    try:
        print(open({str(home / ".ssh" / "id_x")!r}).read())
    except OSError as error:
        print("READ", type(error).__name__)
    try:
        socket.create_connection(("127.0.0.1", {listener.getsockname()[1]}), 2)
    except OSError as error:
        print("CONNECT", type(error).__name__)
""",
            ROOMY,
        )
    assert outcome.label is Label.PASS, outcome.log
    assert "SEEN False None" in outcome.log
    assert "PRIVATE KEY" not in outcome.log
    assert "CONNECT" in outcome.log and not reached.is_set()
    assert not any(p.exists() for p in (home / "pwned", tmp_path / "pwned", Path("/tmp/hardsight-pwned-by-cocotb")))


@needs_icarus
async def test_a_fork_bomb_in_a_cocotb_test_is_ended(tmp_path: Path, token: str) -> None:
    outcome = await cocotb(
        tmp_path,
        f"""\
    for n in range(1000):
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", {token!r}])
    time.sleep(600)
""",
        ROOMY,
    )
    assert outcome.label.failed and outcome.diagnostics
    assert await wait_for(token, alive=False) == []


@needs_icarus
async def test_a_cocotb_test_without_end_is_stopped(tmp_path: Path) -> None:
    outcome = await cocotb(tmp_path, "    while True:\n        pass\n", Limits(wall_seconds=6, cpu_seconds=40))
    assert outcome.label is Label.TIMEOUT
    assert "did not end within 6 s" in words(outcome)


def test_nothing_was_left_behind() -> None:
    assert not [p for p in Path("/tmp").iterdir() if p.name.startswith("hardsight-pwned")]
