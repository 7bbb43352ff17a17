"""Job: a kernel file's own tests in Triton's interpreter. Triton must be imported with the interpreter switched on."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

os.environ["TRITON_INTERPRET"] = "1"
PRELOAD = ["numpy", "triton", "triton.language", "triton.runtime.interpreter", "triton.testing"]


def main(payload: dict[str, Any]) -> dict[str, Any]:
    """See ``run_job.main``."""
    spec = importlib.util.spec_from_file_location("_hardsight_run_job", Path(__file__).with_name("run_job.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["_hardsight_run_job"] = module
    spec.loader.exec_module(module)
    return module.main({**payload, "mode": "interpreter"})
