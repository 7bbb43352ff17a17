"""Kernels of packages much of which cannot run on this machine: what they need of it is found, the rest is named."""

from __future__ import annotations

from pathlib import Path

from backends.confirm import confirm_all
from backends.domains import environment_for
from backends.environment import Domain
from backends.outcome import Label, Outcome, Severity
from backends.settings import ToolSettings

KERNEL = """import triton
import triton.language as tl
from lab.ops.maths import double
from lab.ops.tuning import tuned
from lab.ops import scaled


@tuned()
@triton.jit
def kernel(x_ptr, ids_ptr, y_ptr, n, MODE: tl.constexpr, HAS_BIAS: tl.constexpr, X_dtype: tl.constexpr, BLOCK: tl.constexpr):
    row = tl.load(ids_ptr + tl.program_id(0))
    o = tl.arange(0, BLOCK)
    v = double(tl.load(x_ptr + row * n + o, mask=o < n))
    if MODE == "mean":
        v = v / n
    if HAS_BIAS:
        v = v.nothing
    tl.store(y_ptr + o, scaled(v).to(X_dtype), mask=o < n)
"""
PACKAGE = {
    "src/lab/__init__.py": "import lab.training\nraise RuntimeError('needs a cluster')\n",
    "src/lab/training.py": "import absent_package\nassert absent_package.ready() is True\n",
    "src/lab/ops/__init__.py": "from lab.ops.scaled import scaled\nfrom lab.gpus import COUNT\n",
    "src/lab/ops/scaled.py": "import triton\n@triton.jit\ndef scaled(v):\n    return v * 2\n",
    "src/lab/ops/maths.py": "import triton\nimport absent_package\nCOUNT = absent_package.count + 1\n"
    "@triton.jit\ndef double(v):\n    return v + v\n",
    "src/lab/ops/tuning.py": "def tuned():\n    return lambda kernel: kernel\n",
}


async def compiled(root: Path, code: str, files: dict[str, str]) -> Outcome:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    path = str(root / "src/lab/ops/kernel.py")
    environment = environment_for(Domain.TRITON, path, code, str(root), ToolSettings())
    (outcome,) = await confirm_all(code, environment, tools=("triton-sm_80",), use_cache=False)
    return outcome


async def test_what_the_kernel_needs_is_imported_and_its_parameters_are_guessed_from_its_text(tmp_path: Path) -> None:
    outcome = await compiled(tmp_path, KERNEL, PACKAGE)
    assert outcome.label is Label.PASS, outcome
    (note,) = outcome.diagnostics
    assert "ids_ptr: *i64" in note.message and "MODE='mean', HAS_BIAS=False, X_dtype=fp32" in note.message


async def test_a_decorator_of_the_project_that_raises_is_left_out(tmp_path: Path) -> None:
    tuning = {"src/lab/ops/tuning.py": "def tuned():\n    return [][3]\n"}
    outcome = await compiled(tmp_path, KERNEL, PACKAGE | tuning)
    assert outcome.label is Label.PASS and not outcome.errors


async def test_a_project_file_that_raises_is_named_and_is_no_error_of_the_kernel(tmp_path: Path) -> None:
    code = KERNEL.replace("@tuned()", "scale = tl.constexpr(tuned())").replace("scaled(v).to", "scaled(v * scale).to")
    tuning = {"src/lab/ops/tuning.py": "def tuned():\n    return [][3]\n"}
    outcome = await compiled(tmp_path, code, PACKAGE | tuning)
    assert outcome.label is Label.UNAVAILABLE and not outcome.errors
    assert "tuning.py:2 raised IndexError" in outcome.log


async def test_a_helper_that_is_not_installed_is_named(tmp_path: Path) -> None:
    code = KERNEL.replace("from lab.ops.maths import double", "from absent_package import double")
    outcome = await compiled(tmp_path, code, PACKAGE)
    assert outcome.label is Label.UNAVAILABLE and not outcome.errors
    assert "not compiled: needs double of packages that are not installed here" in outcome.log


async def test_an_error_that_a_guessed_type_may_cause_is_a_warning(tmp_path: Path) -> None:
    code = KERNEL.replace(
        "    row =", "    total = 0\n    for i in range(n):\n        total += tl.load(x_ptr + i)\n    row ="
    )
    outcome = await compiled(tmp_path, code, PACKAGE)
    assert not outcome.errors
    assert next((d.code, d.severity) for d in outcome.diagnostics) == ("loop-carried-type", Severity.WARNING)
