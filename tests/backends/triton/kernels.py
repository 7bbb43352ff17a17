"""Kernel files and environments for the tests of the Triton backends."""

from __future__ import annotations

from pathlib import Path

from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Outcome, Severity
from backends.settings import Limits, ToolSettings, TritonSettings
from backends.triton.static_analysis import TritonStatic

DATA = Path(__file__).parents[2] / "data" / "triton"
KERNELS = sorted(path.stem for path in DATA.glob("*.py"))

HEADER = """import math

import torch
import triton
import triton.language as tl

"""
ADD = (DATA / "vector_add.py").read_text()


def kernel(
    body: str, parameters: str = "x_ptr, y_ptr, n, BLOCK: tl.constexpr", above: str = "", below: str = ""
) -> str:
    """A file with one kernel. It reads its program's index, as what is launched does and what is only called does not."""
    indented = "\n".join("    " + line for line in ["program = tl.program_id(0)", *body.split("\n")])
    return f"{HEADER}{above}@triton.jit\ndef kernel({parameters}):\n{indented}\n{below}"


def environment(path: Path, *architectures: str, name: str = "kernels.py", **limits: float) -> Environment:
    settings = ToolSettings(
        triton=TritonSettings(architectures=architectures or ("sm_80",)),
        limits=Limits(wall_seconds=limits.pop("wall_seconds", 60)),
    )
    return Environment(Domain.TRITON, str(path / name), str(path), settings=settings)


def analyze(code: str, path: Path) -> Outcome:
    return TritonStatic().analyze(code, environment(path))


def errors(code: str, path: Path) -> list[str]:
    """Codes of the front end's errors, in order."""
    return [d.code for d in analyze(code, path).diagnostics if d.severity is Severity.ERROR]


def text_at(code: str, diagnostic: Diagnostic) -> str:
    """The text a diagnostic points at, when it is within one line."""
    at = diagnostic.range
    assert at.start.line == at.end.line
    return code.split("\n")[at.start.line][at.start.column : at.end.column]
