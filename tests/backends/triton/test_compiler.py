"""The real compiler, for GPUs that are not there: verdicts, places, numbers and names of configurations."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.environment import Environment
from backends.outcome import Label, Outcome, Severity, Stage
from backends.registry import backends
from backends.triton.compiler import TritonCompiler, compilers
from backends.triton.gpu_limits import ARCHITECTURES
from tests.backends.triton.kernels import ADD, DATA, KERNELS, environment, kernel, text_at

ARCHITECTURES_OF_USERS = ("sm_80", "sm_90", "gfx942")
MATMUL = (DATA / "matmul_autotune.py").read_text()


async def compiled(code: str, path: Path, architecture: str = "sm_80", **limits: float) -> Outcome:
    # One backend an architecture, as in the product: a configuration is compiled once for all tests that name it.
    (backend,) = [c for c in compilers() if c.gpu.name == architecture]
    return await backend.run(code, environment(path, architecture, **limits))


def test_only_the_architectures_of_the_settings_apply(tmp_path: Path) -> None:
    found = [c.name for c in compilers() if c.applies(ADD, environment(tmp_path, "sm_90a", "gfx942"))]
    assert found == ["triton-sm_90", "triton-gfx942"]
    assert not any(c.applies("print(1)", environment(tmp_path)) for c in compilers())


def test_the_registry_has_one_backend_for_each_architecture(tmp_path: Path) -> None:
    names = [b.name for b in backends(environment(tmp_path).domain)]
    assert {"triton-sm_80", "triton-sm_90", "triton-gfx942", "triton-interpreter", "triton-launch"} <= set(names)
    assert len(names) == len(set(names))


def test_probe_names_version_and_place() -> None:
    status = TritonCompiler(ARCHITECTURES["sm_80"]).probe()
    assert status.found and status.version.startswith("triton 3.") and "pip install" in status.install


@pytest.mark.parametrize("name", KERNELS)
async def test_good_kernels_compile(name: str, tmp_path: Path) -> None:
    outcome = await compiled((DATA / f"{name}.py").read_text(), tmp_path)
    assert outcome.label is Label.PASS, (outcome.diagnostics, outcome.log)
    assert not [d for d in outcome.diagnostics if d.severity in (Severity.ERROR, Severity.WARNING)]
    assert {"shared_bytes", "registers", "spill_bytes", "occupancy"} <= set(outcome.metrics)


@pytest.mark.parametrize("architecture", ARCHITECTURES_OF_USERS)
async def test_metrics_have_values_and_units_on_each_architecture(architecture: str, tmp_path: Path) -> None:
    outcome = await compiled((DATA / "softmax.py").read_text(), tmp_path, architecture)
    assert (outcome.label, outcome.target, outcome.stage) == (Label.PASS, architecture, Stage.COMPILE)
    units = {name: metric.unit for name, metric in outcome.metrics.items() if "[" not in name}
    assert units == {
        "shared_bytes": "byte",
        "registers": "register",
        "spill_bytes": "byte",
        "occupancy": "%",
        "configurations": "",
    }
    assert outcome.metrics["shared_bytes"].value > 0 and 0 < outcome.metrics["occupancy"].value <= 100


async def test_every_configuration_has_its_row_and_the_worst_is_the_total(tmp_path: Path) -> None:
    outcome = await compiled(MATMUL, tmp_path)
    rows = {name: m.value for name, m in outcome.metrics.items() if name.startswith("shared_bytes[")}
    assert len(rows) == 4 and outcome.metrics["shared_bytes"].value == max(rows.values())
    assert (
        "shared_bytes[BLOCK_SIZE_M=64,BLOCK_SIZE_N=64,BLOCK_SIZE_K=32,GROUP_SIZE_M=8,num_warps=4,num_stages=2]" in rows
    )


def large(configurations: str) -> str:
    return MATMUL.replace("[(64, 64), (128, 64)], [2, 3], [4]", configurations).replace(
        '"BLOCK_SIZE_K": 32', '"BLOCK_SIZE_K": 64'
    )


async def test_a_kernel_whose_only_configuration_is_too_large_is_refused_by_name(tmp_path: Path) -> None:
    outcome = await compiled(large("[(128, 128)], [4], [8]"), tmp_path, "gfx942")
    assert outcome.label is Label.RESOURCE_EXCEEDED
    (found,) = outcome.errors
    assert found.code == "OutOfResources" and found.range.start.line == 12
    assert (
        "BLOCK_SIZE_M=128" in found.message and "num_stages=4 on gfx942: 96 KiB shared, limit 64 KiB" in found.message
    )
    assert found.data["shared"] == 96 * 1024 and found.data["limit"] == 64 * 1024


async def test_a_configuration_that_the_autotuner_would_skip_is_a_warning(tmp_path: Path) -> None:
    outcome = await compiled(large("[(128, 128), (64, 64)], [4], [8]"), tmp_path, "gfx942")
    assert outcome.label is Label.PASS
    assert {(d.code, d.severity) for d in outcome.diagnostics} == {("OutOfResources", Severity.WARNING)}


ERRORS = [
    ("x = tl.arange(0, BLOCK)\ny = x + tl.arange(0, 32)", "shape-mismatch", "x + tl.arange(0, 32)"),
    (
        "tl.static_assert(BLOCK > 64, 'too small')",
        "CompileTimeAssertionFailure",
        "tl.static_assert(BLOCK > 64, 'too small')",
    ),
    ("tl.store(y_ptr, tl.sqrt(n))", "float-argument", "tl.sqrt(n)"),
    ("return tl.program_id(0)", "kernel-return", None),
    ("é = '🎛️'; x = tl.nothing(n)", "string-assignment", None),
]


@pytest.mark.parametrize(("body", "code", "place"), ERRORS)
async def test_errors_are_at_the_users_text_without_the_compilers_own(
    body: str, code: str, place: str | None, tmp_path: Path
) -> None:
    text = "# hardsight: kernel(x_ptr: *fp32, y_ptr: *fp32, n: i32, BLOCK=64)\n" + kernel(body)
    outcome = await compiled(text, tmp_path)
    assert outcome.label is Label.COMPILATION_ERROR
    found = outcome.errors[0]
    assert "Traceback" not in found.message and "code_generator" not in found.message
    if place is not None:
        assert (found.code, text_at(text, found)) == (code, place)


async def test_an_error_in_a_called_function_is_reported_there(tmp_path: Path) -> None:
    above = "@triton.jit\ndef inner(v):\n    return v + tl.arange(0, 32)\n\n\n"
    text = "# hardsight: kernel(n: i32, BLOCK=64)\n" + kernel(
        "tl.store(y_ptr, inner(tl.arange(0, BLOCK)))", above=above
    )
    found = (await compiled(text, tmp_path)).errors[0]
    assert (found.code, text_at(text, found)) == ("shape-mismatch", "v + tl.arange(0, 32)")
    (call,) = found.related
    assert call.range.start.line == text.count("\n", 0, text.index("inner(tl.arange"))


async def test_a_launch_that_the_binder_refuses_is_reported_at_the_launch(tmp_path: Path) -> None:
    text = ADD.replace("n_elements, BLOCK_SIZE=1024)", "n_elements, BLOCK_SIZE=1024, FOO=1)")
    found = (await compiled(text, tmp_path)).errors[0]
    assert found.code == "launch-unknown-argument" and found.range.start.line == 21


async def test_what_was_assumed_is_told(tmp_path: Path) -> None:
    text = kernel("o = tl.arange(0, BLOCK)\ntl.store(y_ptr + o, tl.load(x_ptr + o), mask=o < n)")
    outcome = await compiled(text, tmp_path)
    (note,) = outcome.diagnostics
    assert outcome.label is Label.PASS and (note.code, note.severity) == ("assumed-signature", Severity.INFORMATION)
    assert "x_ptr: *fp32" in note.message and "BLOCK=128" in note.message


async def test_launches_are_specialized_as_the_jit_does(tmp_path: Path) -> None:
    outcome = await compiled(MATMUL, tmp_path)
    # The inner strides are 1, hence constants; a_ptr comes from torch.float16 tensors.
    assert "a_ptr: *fp16" in outcome.log and "stride_ak: 1" in outcome.log and "stride_am: i32" in outcome.log


async def test_a_file_that_is_not_python_says_so(tmp_path: Path) -> None:
    outcome = await compiled("import triton\n@triton.jit\ndef k(:\n    pass\n", tmp_path)
    assert outcome.label is Label.COMPILATION_ERROR
    assert {(d.source, d.stage) for d in outcome.diagnostics} == {("python", Stage.COMPILE)}


async def test_a_missing_package_makes_it_unavailable_not_wrong(tmp_path: Path) -> None:
    text = kernel("tl.store(y_ptr, helper(n))", above="from no_such_package import helper\n\n")
    outcome = await compiled(text, tmp_path)
    assert outcome.label is Label.UNAVAILABLE and "helper" in outcome.log and "not installed" in outcome.log


async def test_host_code_that_never_ends_does_not_keep_its_kernels_from_being_compiled(tmp_path: Path) -> None:
    text = ADD.replace("    torch.manual_seed(0)\n", "    while True:\n        pass\n")
    outcome = await compiled(text, tmp_path)
    assert outcome.label is Label.PASS and "stopped after" in outcome.log


async def test_a_file_that_ends_its_interpreter_is_no_pass(tmp_path: Path) -> None:
    outcome = await compiled("import os\nos._exit(3)\n" + ADD, tmp_path)
    assert outcome.label.failed and "exit code 3" in outcome.errors[0].message


async def test_an_interpreter_without_triton_is_unavailable_and_says_what_to_install(tmp_path: Path) -> None:
    base = environment(tmp_path)
    triton = type(base.settings.triton)(architectures=("sm_80",), interpreter="/no/such/python")
    elsewhere = Environment(base.domain, base.path, base.root, settings=type(base.settings)(triton=triton))
    outcome = await TritonCompiler(ARCHITECTURES["sm_80"]).run(ADD, elsewhere)
    assert outcome.label is Label.UNAVAILABLE and "/no/such/python" in outcome.log


@pytest.mark.parametrize(
    ("line", "label", "words"),
    [
        ("import sys\nsys.exit(0)", "PASS", ""),
        ("import os\nos._exit(3)", "RUNTIME_ERROR", "exit code 3"),
        ("import builtins\nbuiltins.isinstance = lambda *a: True", "RUNTIME_ERROR", "broke the interpreter"),
    ],
)
async def test_statements_that_end_the_file_are_not_blamed_on_the_compiler(
    line: str, label: str, words: str, tmp_path: Path
) -> None:
    outcome = await compiled(f"{line}\n{ADD}", tmp_path)
    assert outcome.label == label
    assert all(words in error.message for error in outcome.errors) and bool(outcome.errors) == bool(words)


@pytest.mark.parametrize("raising", ['raise KeyError("no hook today")', "next(iter(json.loads('{'), None))"])
async def test_a_hook_that_raises_inside_the_compiler_is_shown_at_its_line(raising: str, tmp_path: Path) -> None:
    hook = f"import json\nimport sys\n\ndef hook(frame, event, argument):\n    {raising}\n\nsys.settrace(hook)\n"
    outcome = await compiled(hook + ADD, tmp_path)
    assert outcome.label is Label.RUNTIME_ERROR
    (error,) = outcome.errors
    assert error.range.start.line == 4
    assert error.code in ("KeyError", "JSONDecodeError") and "`settrace`" in error.message
