"""Runs one cocotb test module on Icarus: ``cocotb_job.py TOPLEVEL TEST_MODULE TIMESCALE IVERILOG_ARGUMENT…`` in the scratch directory.

The tests are in its folder ``tests``.

Standalone: it runs in the interpreter that holds the user's packages, and nothing of Hardsight is on its path. The commands are
those of cocotb's own runner for Icarus (cocotb documentation, "Building HDL"), which would import all of cocotb a second time.
"""

import os
import subprocess
import sys
from pathlib import Path

import find_libpython
from cocotb_tools import config


def main() -> int:
    toplevel, test_module, timescale, *arguments = sys.argv[1:]
    Path("timescale.f").write_text(f"+timescale+{timescale}\n")
    tests = str(Path("tests").resolve())
    compiled = subprocess.run(["iverilog", "-o", "sim.vvp", "-s", toplevel, "-f", "timescale.f", *arguments])
    if compiled.returncode != 0:
        return compiled.returncode
    environment = {
        **os.environ,
        "PATH": os.pathsep.join((os.environ["PATH"], str(config.libs_dir))),
        "PYTHONPATH": tests,
        "PYGPI_PYTHON_BIN": sys.executable,
        "GPI_USERS": ";".join((find_libpython.find_libpython() or "", config.pygpi_entry_point())),
        "COCOTB_TOPLEVEL": toplevel,
        "COCOTB_TEST_MODULES": test_module,
        "COCOTB_RESULTS_FILE": str(Path("results.xml").resolve()),
        "TOPLEVEL_LANG": "verilog",
    }
    simulator = ["vvp", "-m", config.lib_entry("vpi", "icarus"), str(Path("sim.vvp").resolve()), "-none"]
    return subprocess.run(simulator, cwd=tests, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
