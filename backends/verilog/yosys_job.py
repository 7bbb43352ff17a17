"""Job file of the Yosys worker: runs one script in the forked interpreter. Yosys ends the process at its first error.

The script ``run.ys`` is in the working directory and names only files there; the log goes to ``run.log``.
"""

PRELOAD = ["pyosys.libyosys"]


def main(payload: dict) -> dict:
    from pyosys import libyosys  # type: ignore[import-untyped]

    libyosys.run_pass("tee -q -o run.log script run.ys", libyosys.Design())
    return {}
