"""Which testbench exercises a file: by setting, by name, or the one of a module that instantiates it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from backends.domains import environment_for
from backends.environment import Domain, Environment, Role
from backends.outcome import Label
from backends.settings import ToolSettings, VerilogSettings
from backends.verilog.cocotb import CocotbSimulation
from backends.verilog.icarus import IcarusSimulation
from backends.verilog.testbench import is_testbench

needs_icarus = pytest.mark.skipif(shutil.which("iverilog") is None, reason="Icarus is not installed")

ADDER = "module adder(input [3:0] a, input [3:0] b, output [3:0] s);\n  assign s = a + b;\nendmodule\n"
PARENT = "module parent(input [3:0] a, output [3:0] y);\n  adder u_add(.a(a), .b(4'd1), .s(y));\nendmodule\n"
COCOTB = """import cocotb
from cocotb.triggers import Timer


@cocotb.test()
async def adds_one(dut):
    dut.a.value = 3
    await Timer(1, "ns")
    assert int(dut.y.value) == 4
"""


def bench(module: str, name: str = "bench", check: str = "y !== 4'd4", port: str = "y") -> str:
    return (
        f"module {name};\n  reg [3:0] a = 4'd3;\n  wire [3:0] y;\n  {module} dut(.a(a), .{port}(y));\n"
        f'  initial begin\n    #1 if ({check}) $fatal(1, "y is %0d", y);\n    $finish;\n  end\nendmodule\n'
    )


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def environment(root: Path, name: str, **verilog: str) -> Environment:
    path = root / name
    settings = ToolSettings(verilog=VerilogSettings(**verilog))  # type: ignore[arg-type]
    return environment_for(Domain.VERILOG, str(path), path.read_text(), str(root), settings)


def benches_of(root: Path, name: str, **verilog: str) -> list[str]:
    return [str(Path(f.path).relative_to(root)) for f in environment(root, name, **verilog).of_role(Role.TESTBENCH)]


@pytest.mark.parametrize(
    "name",
    ["rtl/tb_adder.v", "rtl/adder_tb.v", "rtl/adder_test.sv", "tb/adder_tb.v", "rtl/tb/tb_adder.sv", "test/adder_tb.v", "sim/tb_adder.v",
     "verification/adder_testbench.v"],
)  # fmt: skip
def test_the_names_and_places_engineers_use(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"rtl/adder.v": ADDER, name: bench("adder", port="s")})
    assert benches_of(tmp_path, "rtl/adder.v") == [name]


@pytest.mark.parametrize("name", ["test_adder.py", "tests/test_adder.py", "cocotb/adder_test.py"])
def test_cocotb_tests(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"rtl/adder.v": ADDER, name: COCOTB})
    assert benches_of(tmp_path, "rtl/adder.v") == [name]


def test_python_that_is_no_cocotb_test_is_not_taken(tmp_path: Path) -> None:
    write(tmp_path, {"adder.v": ADDER, "test_adder.py": "def test_adder():\n    assert True\n"})
    assert benches_of(tmp_path, "adder.v") == []


def test_a_file_that_is_named_so_but_tests_something_else_is_not_taken(tmp_path: Path) -> None:
    write(tmp_path, {"adder.v": ADDER, "tb_adder.v": bench("subtractor")})
    assert benches_of(tmp_path, "adder.v") == []


def test_the_module_counts_where_the_file_has_another_name(tmp_path: Path) -> None:
    write(tmp_path, {"arith.v": ADDER, "adder_tb.v": bench("adder", port="s")})
    assert benches_of(tmp_path, "arith.v") == ["adder_tb.v"]


def test_the_nearest_of_several_and_verilog_before_cocotb(tmp_path: Path) -> None:
    text = bench("adder", port="s")
    write(tmp_path, {"rtl/adder.v": ADDER, "tb/tb_adder.v": text, "rtl/tb_adder.v": text, "tb/test_adder.py": COCOTB})
    assert benches_of(tmp_path, "rtl/adder.v") == ["rtl/tb_adder.v", "tb/test_adder.py"]


def test_the_configured_one_wins(tmp_path: Path) -> None:
    text = bench("adder", port="s")
    write(tmp_path, {"adder.v": ADDER, "tb_adder.v": text, "checks/long_run.v": text})
    assert benches_of(tmp_path, "adder.v", testbench="checks/long_run.v") == ["checks/long_run.v"]
    assert benches_of(tmp_path, "adder.v", testbench="checks/gone.v") == []


def test_a_testbench_needs_none_itself(tmp_path: Path) -> None:
    write(tmp_path, {"adder.v": ADDER, "tb_adder.v": bench("adder", "tb_adder", port="s")})
    assert benches_of(tmp_path, "tb_adder.v") == []
    assert [Path(f.path).name for f in environment(tmp_path, "tb_adder.v").of_role(Role.SOURCE)] == ["adder.v"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("tb_x.v", "module tb_x;\n  initial $finish;\nendmodule\n", True),
        ("top.v", "module top;\n  x u();\n  initial #10 $finish;\nendmodule\n", True),
        ("x.v", "module x(input a);\n  initial $display(a);\nendmodule\n", False),
        ("x.v", "module x;\n  wire a;\nendmodule\n", False),
        ("rom.v", "module rom(output reg [7:0] q);\n  initial q = 8'd1;\nendmodule\n", False),
        ("notes.v", "// module tb; initial $finish; endmodule\n", False),
    ],
)
def test_what_a_testbench_is(name: str, text: str, expected: bool) -> None:
    assert is_testbench(f"/p/{name}", text) is expected


# Modules without a testbench of their own


def test_the_testbench_of_a_parent(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "rtl/adder.v": ADDER,
            "rtl/parent.v": PARENT,
            "rtl/other.v": "module other; endmodule\n",
            "tb/tb_parent.v": bench("parent"),
        },
    )
    assert benches_of(tmp_path, "rtl/adder.v") == ["tb/tb_parent.v", "rtl/parent.v"]


def test_the_testbench_of_a_grandparent(tmp_path: Path) -> None:
    grandparent = PARENT.replace("module parent", "module grand").replace(
        "adder u_add(.a(a), .b(4'd1), .s(y))", "parent p(.a(a), .y(y))"
    )
    write(tmp_path, {"adder.v": ADDER, "parent.v": PARENT, "grand.v": grandparent, "sim/grand_tb.v": bench("grand")})
    assert benches_of(tmp_path, "adder.v") == ["sim/grand_tb.v", "parent.v", "grand.v"]


def test_a_testbench_of_any_name_that_instantiates_it(tmp_path: Path) -> None:
    write(tmp_path, {"adder.v": ADDER, "all_checks_tb.v": bench("adder", "everything", port="s")})
    assert benches_of(tmp_path, "adder.v") == ["all_checks_tb.v"]


def test_its_own_testbench_comes_first(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"adder.v": ADDER, "parent.v": PARENT, "tb_parent.v": bench("parent"), "tb_adder.v": bench("adder", port="s")},
    )
    assert benches_of(tmp_path, "adder.v") == ["tb_adder.v"]


def test_another_projects_module_of_the_same_name_is_not_meant(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"one/adder.v": ADDER, "two/adder.v": ADDER.replace("a + b", "a - b"), "two/parent.v": PARENT, "two/tb_parent.v": bench("parent")},
    )  # fmt: skip
    assert benches_of(tmp_path, "two/adder.v") == ["two/tb_parent.v", "two/parent.v"]
    assert benches_of(tmp_path, "one/adder.v") == []


def test_modules_that_instantiate_each_other_end_the_search(tmp_path: Path) -> None:
    write(tmp_path, {"a.v": "module a;\n  b u();\nendmodule\n", "b.v": "module b;\n  a u();\nendmodule\n"})
    assert benches_of(tmp_path, "a.v") == []


@needs_icarus
async def test_a_broken_submodule_fails_in_its_parents_testbench(tmp_path: Path) -> None:
    write(tmp_path, {"rtl/adder.v": ADDER, "rtl/parent.v": PARENT, "tb/tb_parent.v": bench("parent", "tb_parent")})
    env = environment(tmp_path, "rtl/adder.v")
    assert (await IcarusSimulation().run(ADDER, env)).label is Label.PASS
    outcome = await IcarusSimulation().run(ADDER.replace("a + b", "a - b"), env)
    assert outcome.label is Label.WRONG_OUTPUT
    at_design, at_bench = outcome.errors
    assert at_design.path is None and "y is 2" in at_design.message
    assert "tb_parent.v simulates this module as a part of its design" in at_design.message
    assert (at_design.range.start.column, at_design.range.end.column) == (7, 12), (
        "the module: the names are its parent's"
    )
    assert at_bench.path == str(tmp_path / "tb/tb_parent.v")


@needs_icarus
async def test_packages_of_a_testbench_are_compiled_before_it(tmp_path: Path) -> None:
    package = "package tb_pkg;\n  parameter GOLDEN = 4;\nendpackage\n"
    text = bench("adder2", "tb_adder2", "y !== tb_pkg::GOLDEN")
    write(
        tmp_path,
        {
            "adder2.sv": PARENT.replace("parent", "adder2"),
            "adder.v": ADDER,
            "tb/tb_adder2.sv": text,
            "tb/tb_pkg.sv": package,
        },
    )
    env = environment(tmp_path, "adder2.sv")
    assert [Path(f.path).name for f in env.of_role(Role.TESTBENCH)] == ["tb_adder2.sv", "tb_pkg.sv"]
    outcome = await IcarusSimulation().run((tmp_path / "adder2.sv").read_text(), env)
    assert outcome.label is Label.PASS, outcome.log


@needs_icarus
async def test_the_cocotb_test_of_a_parent(tmp_path: Path) -> None:
    parent = '`include "step.vh"\n' + PARENT.replace("4'd1", "`STEP + `MORE")
    files = {"adder.v": ADDER, "parent.v": parent, "test_parent.py": COCOTB, "inc/step.vh": "`define STEP 4'd0\n"}
    write(tmp_path, files)
    settings = ToolSettings(verilog=VerilogSettings(include_dirs=("inc",), defines={"MORE": "4'd1"}))
    env = environment_for(Domain.VERILOG, str(tmp_path / "adder.v"), ADDER, str(tmp_path), settings)
    assert [Path(f.path).name for f in env.of_role(Role.TESTBENCH)] == ["test_parent.py", "parent.v"]
    assert not IcarusSimulation().applies(ADDER, env)
    assert (await CocotbSimulation().run(ADDER, env)).label is Label.PASS
    outcome = await CocotbSimulation().run(ADDER.replace("a + b", "a - b"), env)
    assert outcome.label is Label.WRONG_OUTPUT, outcome.log
    assert any(d.path == str(tmp_path / "test_parent.py") for d in outcome.errors)


def test_a_system_of_very_many_files_is_not_simulated_for_each_of_them(tmp_path: Path) -> None:
    many = "".join(f"  part{n} u{n}();\n" for n in range(110))
    write(tmp_path, {f"part{n}.v": f"module part{n};\nendmodule\n" for n in range(110)})
    write(
        tmp_path,
        {
            "system.v": f"module system(input [3:0] a, output [3:0] y);\n{many}endmodule\n",
            "tb_system.v": bench("system"),
        },
    )
    assert benches_of(tmp_path, "part7.v") == []
    assert benches_of(tmp_path, "system.v")[0] == "tb_system.v"
