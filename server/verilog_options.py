"""Options of the command line that say how Verilog files are to be read, and the settings they stand for."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_verilog_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("Verilog")
    group.add_argument("--testbench", metavar="FILE", help="the testbench, when its name does not tell")
    group.add_argument("--top", metavar="MODULE", help="top module")
    group.add_argument("--target", help="FPGA family: ice40, ecp5, xilinx, generic")
    group.add_argument("--include", action="append", metavar="DIR", help="include directory (may be repeated)")
    group.add_argument("--define", action="append", metavar="NAME[=VALUE]", help="macro (may be repeated)")


def verilog_values(options: argparse.Namespace) -> dict[str, Any]:
    """The ``verilog`` section of settings; paths mean the current directory."""
    values: dict[str, Any] = {"top": options.top, "target": options.target}
    if options.testbench:
        values["testbench"] = str(Path(options.testbench).absolute())
    if options.include:
        values["include_dirs"] = [str(Path(d).absolute()) for d in options.include]
    if options.define:
        values["defines"] = {name: value or "1" for name, _, value in (d.partition("=") for d in options.define)}
    return {name: value for name, value in values.items() if value is not None}
