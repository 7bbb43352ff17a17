"""Job file of the Yosys worker: runs one script in the forked interpreter. Yosys ends the process at its first error.

The payload's ``name`` is that of the script ``<name>.ys`` in the working directory; the log goes to ``<name>.log``.
"""

PRELOAD = ["pyosys.libyosys"]


def main(payload: dict) -> dict:
    from pyosys import libyosys  # type: ignore[import-untyped]

    libyosys.run_pass(f"tee -q -o {payload['name']}.log script {payload['name']}.ys", libyosys.Design())
    return {}
