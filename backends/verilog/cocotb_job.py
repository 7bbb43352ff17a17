"""Runs one cocotb test module on Icarus: ``cocotb_job.py TOPLEVEL TEST_MODULE GENERATION TEST_DIR SOURCE…`` in the scratch directory.

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
    toplevel, test_module, generation, test_dir, *sources = sys.argv[1:]
    Path("timescale.f").write_text("+timescale+1ns/1ps\n")
    folders = dict.fromkeys(str(Path(s).parent) for s in sources)
    build = ["iverilog", "-o", "sim.vvp", "-s", toplevel, f"-g{generation}", "-f", "timescale.f"]
    compiled = subprocess.run([*build, *(f"-I{folder}" for folder in folders), *sources])
    if compiled.returncode != 0:
        return compiled.returncode
    environment = {
        **os.environ,
        "PATH": os.pathsep.join((os.environ["PATH"], str(config.libs_dir))),
        "PYTHONPATH": test_dir,
        "PYGPI_PYTHON_BIN": sys.executable,
        "GPI_USERS": ";".join((find_libpython.find_libpython() or "", config.pygpi_entry_point())),
        "COCOTB_TOPLEVEL": toplevel,
        "COCOTB_TEST_MODULES": test_module,
        "COCOTB_RESULTS_FILE": str(Path("results.xml").resolve()),
        "TOPLEVEL_LANG": "verilog",
    }
    simulator = ["vvp", "-m", config.lib_entry("vpi", "icarus"), str(Path("sim.vvp").resolve()), "-none"]
    return subprocess.run(simulator, cwd=test_dir, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
