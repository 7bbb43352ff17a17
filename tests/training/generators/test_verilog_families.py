"""Every family of generated Verilog: clean for slang, deterministic, and right by its own testbench."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from backends.domains import environment_for
from backends.environment import Domain
from backends.outcome import Label
from backends.settings import ToolSettings
from backends.verilog.icarus import IcarusSimulation
from backends.verilog.slang_front_end import SlangFrontEnd
from backends.verilog.yosys_synthesis import YosysSynthesis
from training.designs import Design, families, generate

needs_icarus = pytest.mark.skipif(shutil.which("iverilog") is None, reason="Icarus is not installed")
SIMULATED = (
    "sync_fifo",
    "lfsr",
    "alu",
    "ripple_adder",
    "serial_divider",
    "uart_receiver",
    "round_robin_arbiter",
    "block_ram",
    "sequence_detector",
    "apb_registers",
)


def environment(design: Design, folder: Path):
    path = design.write(folder)
    return environment_for(Domain.VERILOG, str(path), design.code, str(folder), ToolSettings())


def test_there_are_at_least_forty_families() -> None:
    assert len(families(Domain.VERILOG)) >= 40


@pytest.mark.parametrize("family", families(Domain.VERILOG))
def test_a_design_and_its_testbench_have_no_error_for_slang(family: str, tmp_path: Path) -> None:
    design = generate(Domain.VERILOG, family, 0)
    assert design == generate(Domain.VERILOG, family, 0)
    assert design.family == family
    stem, suffix = design.name.rsplit(".", 1)
    (bench,) = design.files
    assert bench == f"tb_{stem}.{suffix}"
    there = environment(design, tmp_path)
    assert there.testbench is not None
    assert SlangFrontEnd().analyze(design.code, there).errors == ()
    other = environment_for(Domain.VERILOG, str(tmp_path / bench), design.files[bench], str(tmp_path), ToolSettings())
    assert SlangFrontEnd().analyze(design.files[bench], other).errors == ()


@pytest.mark.parametrize("family", families(Domain.VERILOG))
def test_variants_of_a_family_differ(family: str) -> None:
    assert len({generate(Domain.VERILOG, family, seed).code for seed in range(4)}) == 4


@needs_icarus
@pytest.mark.parametrize("family", SIMULATED)
@pytest.mark.parametrize("seed", [0, 1])
async def test_a_design_passes_its_testbench(family: str, seed: int, tmp_path: Path) -> None:
    design = generate(Domain.VERILOG, family, seed)
    outcome = await IcarusSimulation().run(design.code, environment(design, tmp_path))
    assert outcome.label is Label.PASS, outcome.log
    assert outcome.tool == "icarus-simulation"


@needs_icarus
async def test_a_wrong_design_fails_and_the_message_names_the_output(tmp_path: Path) -> None:
    design = generate(Domain.VERILOG, "gray_code", 0)
    broken = design.code.replace("^", "|")
    assert broken != design.code
    outcome = await IcarusSimulation().run(broken, environment(design, tmp_path))
    assert outcome.label is Label.WRONG_OUTPUT
    assert outcome.diagnostics[0].data["signal"] in broken


@pytest.mark.parametrize("family", ["compare_timer", "barrel_shifter"])
async def test_a_design_is_synthesizable_without_latches(family: str, tmp_path: Path) -> None:
    design = generate(Domain.VERILOG, family, 1)
    outcome = await YosysSynthesis().run(design.code, environment(design, tmp_path))
    assert outcome.label is Label.PASS, outcome.log
    assert outcome.metrics["luts"].value
    assert "latches" not in outcome.metrics or outcome.metrics["latches"].value == 0


def test_designs_vary_in_reset_language_and_port_style() -> None:
    designs = [generate(Domain.VERILOG, family, seed) for family in ("lfsr", "shift_register") for seed in range(20)]
    assert {d.parameters["reset"] for d in designs} == {"async-low", "async-high", "sync-low", "sync-high"}
    assert {d.name.rsplit(".", 1)[1] for d in designs} == {"v", "sv"}
    assert len({d.code.partition("module ")[2].partition("(")[0].split()[0] for d in designs}) > 4
    assert any("#(" in d.code for d in designs) and any("parameter" not in d.code for d in designs)
