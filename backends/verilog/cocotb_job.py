"""Runs one cocotb test module on Icarus: ``cocotb_job.py TOPLEVEL TEST_MODULE SOURCE…`` in the scratch directory.

Standalone: it runs in the interpreter that holds the user's packages, and nothing of Hardsight is on its path.
"""

import sys
from pathlib import Path

from cocotb_tools.runner import get_runner


def main() -> int:
    toplevel, test_module, generation, test_dir, *sources = sys.argv[1:]
    runner = get_runner("icarus")
    build_args = [f"-g{generation}", *(f"-I{Path(s).parent}" for s in sources)]
    runner.build(
        sources=sources, hdl_toplevel=toplevel, build_dir="build", build_args=build_args, timescale=("1ns", "1ps")
    )
    runner.test(
        hdl_toplevel=toplevel, test_module=test_module, build_dir="build", test_dir=test_dir,
        results_xml=str(Path("results.xml").resolve()), extra_env={"PYTHONPATH": test_dir},
    )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
