"""Correct projects of several layouts: no tool may find an error in any of their files."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.confirm import confirm_all
from backends.domains import environment_for
from backends.environment import Domain
from backends.outcome import Label
from backends.settings import ToolSettings
from backends.verilog.slang_front_end import SlangFrontEnd

PROJECTS = Path(__file__).parents[2] / "data" / "verilog_projects"
SUFFIXES = (".v", ".sv", ".vh", ".svh")


@pytest.mark.parametrize("project", sorted(p.name for p in PROJECTS.iterdir()))
async def test_no_error_in_correct_code(project: str) -> None:
    root = PROJECTS / project
    for path in sorted(p for p in root.rglob("*") if p.suffix in SUFFIXES):
        code = path.read_text()
        environment = environment_for(Domain.VERILOG, str(path), code, str(root), ToolSettings())
        outcomes = await confirm_all(code, environment, tools=("icarus", "verilator", "yosys"), use_cache=False)
        for outcome in (SlangFrontEnd().analyze(code, environment), *outcomes):
            assert outcome.label in (Label.PASS, Label.UNAVAILABLE), (path.name, outcome.tool, outcome.log)
            assert outcome.errors == (), (path.name, outcome.tool)


@pytest.mark.parametrize(
    "bench", ["packages_and_a_file_list/sim/pipe_tb.sv", "header_beside_the_sources/tb/tb_bus_top.v"]
)
async def test_their_testbenches_pass(bench: str) -> None:
    path = PROJECTS / bench
    code = path.read_text()
    root = str(PROJECTS / bench.split("/")[0])
    environment = environment_for(Domain.VERILOG, str(path), code, root, ToolSettings())
    outcomes = await confirm_all(code, environment, tools=("icarus-simulation", "svling"), use_cache=False)
    assert [o.label for o in outcomes] == [Label.PASS]
