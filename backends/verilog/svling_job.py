"""Compiles Verilog with ``sling`` and runs it on ``evvp``: ``svling_job.py [-I DIR] [-D NAME=VALUE] SOURCE…``.

Standalone: it runs in the interpreter that holds svling. Exit code 97 means that sling could not compile the sources, 98 that
it failed at it; every other one is the simulation's.
"""

import sys
import traceback

NOT_COMPILED = 97
CANNOT_COMPILE = 98


def adapt_pyslang() -> None:
    """svling 0.13 was written for a development version of pyslang, in which a descending range was called little-endian."""
    import pyslang

    if not hasattr(pyslang.ConstantRange, "isLittleEndian"):
        pyslang.ConstantRange.isLittleEndian = pyslang.ConstantRange.isDescending  # type: ignore[attr-defined]


def main() -> int:
    adapt_pyslang()
    from sling._native import run_cli
    from sling.svling import main as compile_sources

    try:
        if compile_sources(["--compile-only", "-o", "sim.vvp", *sys.argv[1:]]):
            return NOT_COMPILED
    except Exception:
        traceback.print_exc()
        return CANNOT_COMPILE
    sys.stdout.flush()
    # $stop ends the run like $finish; there is nobody to type commands.
    return run_cli(["evvp", "-n", "sim.vvp"])


if __name__ == "__main__":
    sys.exit(main())
