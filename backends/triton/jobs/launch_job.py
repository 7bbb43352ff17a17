"""Job: a kernel file's own tests launched on the machine's GPU, in the user's interpreter, one launch at a time."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

os.environ.pop("TRITON_INTERPRET", None)
# A fault is then raised by the launch that caused it, not by the next call that synchronizes.
os.environ["CUDA_LAUNCH_BLOCKING"] = "1"
os.environ["HIP_LAUNCH_BLOCKING"] = "1"
PRELOAD = ["numpy"]
"""Neither torch nor triton: a CUDA context does not survive a fork, so each job starts its own."""


def main(payload: dict[str, Any]) -> dict[str, Any]:
    """See ``run_job.main``."""
    spec = importlib.util.spec_from_file_location("_hardsight_run_job", Path(__file__).with_name("run_job.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["_hardsight_run_job"] = module
    spec.loader.exec_module(module)
    return module.main({**payload, "mode": "gpu"})
