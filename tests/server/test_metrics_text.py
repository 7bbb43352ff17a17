from __future__ import annotations

from backends.environment import Domain
from backends.outcome import Label, Metric, Outcome, Stage
from server.metrics_text import configuration_table, headline, table


def outcome(tool: str = "yosys", label: Label = Label.PASS, **metrics: Metric) -> Outcome:
    return Outcome(tool, Stage.SYNTHESIZE, label, metrics=metrics, seconds=0.123)


def test_the_numbers_of_a_module_on_one_line() -> None:
    yosys = outcome(
        luts=Metric(212, "LUT"), flip_flops=Metric(64, "FF"), cells=Metric(300, "cell"), latches=Metric(0, "latch")
    )
    place = outcome("nextpnr", fmax=Metric(143.217, "MHz"))
    assert headline([yosys, place], Domain.VERILOG) == "212 LUT · 64 FF · 143.2 MHz"


def test_a_latch_is_always_told() -> None:
    assert headline([outcome(latches=Metric(1, "latch"))], Domain.VERILOG) == "1 latch"


def test_the_numbers_of_a_kernel_and_of_a_part() -> None:
    kernel = outcome(
        shared_bytes=Metric(167936, "byte"), spill_bytes=Metric(0, "byte"), registers=Metric(96, "register")
    )
    assert headline([kernel], Domain.TRITON) == "164 KiB shared · 96 registers"
    part = outcome(
        volume=Metric(12345.678, "mm^3"), bounding_box=Metric((60.0, 40.0, 20.5), "mm"), watertight=Metric(1, "bool")
    )
    assert headline([part], Domain.CADQUERY) == "12\N{THIN SPACE}346 mm³ · 60 × 40 × 20.5 mm · watertight"


def test_a_tool_that_was_not_run_has_neither_time_nor_verdict() -> None:
    text = table([outcome(luts=Metric(8, "LUT")), Outcome.unavailable("nextpnr", Stage.PLACE, "install it")])
    assert text.splitlines()[2:] == ["| yosys | pass | 0.12 s | LUTs 8 |", "| nextpnr | not run |  |  |"]


def test_configurations_have_a_row_each() -> None:
    metrics = {
        "shared_bytes": Metric(2048, "byte"),
        "shared_bytes[BLOCK=64,num_warps=4]": Metric(1024, "byte"),
        "registers[BLOCK=64,num_warps=4]": Metric(32, "register"),
        "shared_bytes[BLOCK=128,num_warps=4]": Metric(2048, "byte"),
    }
    lines = configuration_table(Outcome("triton", Stage.COMPILE, Label.PASS, metrics=metrics)).splitlines()
    assert lines[0] == "| configuration | shared bytes | registers |"
    assert lines[2] == "| BLOCK=64,num_warps=4 | 1 KiB | 32 registers |"
    assert lines[3] == "| BLOCK=128,num_warps=4 | 2 KiB |  |"


def test_what_there_is_none_of_is_left_out_of_the_table() -> None:
    text = table([outcome(luts=Metric(0, "LUT"), latches=Metric(0, "latch"), block_rams=Metric(2, "RAM"))])
    assert text.splitlines()[2] == "| yosys | pass | 0.12 s | LUTs 0, block RAMs 2 |"
