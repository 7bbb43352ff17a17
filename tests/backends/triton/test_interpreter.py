"""The file's own tests in Triton's interpreter: right, wrong by how much, out of bounds where, or never ending."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backends.environment import Role, SourceFile
from backends.outcome import Label, Outcome, Severity
from backends.triton.interpreter import TritonInterpreter
from backends.triton.launch import TritonLaunch, gpu_device
from tests.backends.triton.kernels import ADD, DATA, KERNELS, environment, text_at

STORE = "tl.store(out_ptr + offsets, x + y, mask=mask)"


async def ran(code: str, path: Path, **limits: float) -> Outcome:
    return await TritonInterpreter().run(code, environment(path, **limits))


@pytest.mark.parametrize("name", KERNELS)
async def test_good_kernels_pass_their_own_tests(name: str, tmp_path: Path) -> None:
    outcome = await ran((DATA / f"{name}.py").read_text(), tmp_path)
    assert outcome.label is Label.PASS, (outcome.diagnostics, outcome.log)
    assert outcome.metrics["launches"].value >= 1 and outcome.metrics["programs"].value >= 1


async def test_a_wrong_value_is_reported_at_the_assertion_with_its_error_and_index(tmp_path: Path) -> None:
    text = ADD.replace("x + y, mask=mask)", "tl.where(offsets == 3, x, x + y), mask=mask)")
    outcome = await ran(text, tmp_path)
    assert outcome.label is Label.WRONG_OUTPUT
    (found,) = outcome.errors
    assert text_at(text, found) == "torch.testing.assert_close(add(x, y), x + y)"
    assert "1 of 5000 elements are wrong" in found.message and "first at [3]" in found.message
    assert outcome.metrics["max_abs_error"].value > 0


async def test_a_comparison_that_is_only_printed_counts(tmp_path: Path) -> None:
    text = ADD.replace("torch.testing.assert_close(add(x, y), x + y)", "print(torch.allclose(add(x, y), x - y))")
    outcome = await ran(text, tmp_path)
    assert (
        outcome.label is Label.WRONG_OUTPUT and text_at(text, outcome.errors[0]) == "torch.allclose(add(x, y), x - y)"
    )


FAULTS = [
    (STORE, "tl.store(out_ptr + offsets, x + y)", "tl.store(out_ptr + offsets, x + y)", "offset 5000 of `out_ptr`"),
    (
        "tl.load(x_ptr + offsets, mask=mask)",
        "tl.load(x_ptr + offsets)",
        "tl.load(x_ptr + offsets)",
        "offset 5000 of `x_ptr`",
    ),
    (
        "tl.load(x_ptr + offsets, mask=mask)",
        "tl.load(x_ptr + offsets - 1, mask=mask)",
        "tl.load(x_ptr + offsets - 1, mask=mask)",
        "1 elements before",
    ),
    (
        STORE,
        "tl.atomic_add(out_ptr + offsets + 9000, x, mask=mask)",
        "tl.atomic_add(out_ptr + offsets + 9000, x, mask=mask)",
        "`out_ptr`",
    ),
]


@pytest.mark.parametrize(("old", "new", "place", "said"), FAULTS)
async def test_an_access_out_of_bounds_names_the_line_program_and_offset(
    old: str, new: str, place: str, said: str, tmp_path: Path
) -> None:
    text = ADD.replace(old, new, 1)
    outcome = await ran(text, tmp_path)
    assert outcome.label is Label.MEMORY_FAULT
    (found,) = outcome.errors
    assert text_at(text, found) == place and said in found.message and "program (" in found.message
    assert found.data["kernel"] == "add_kernel" and found.related


async def test_elements_nobody_wrote_are_seen(tmp_path: Path) -> None:
    outcome = await ran(ADD.replace(STORE, STORE.replace("mask=mask", "mask=offsets < 4000")), tmp_path)
    assert outcome.label is Label.WRONG_OUTPUT and "1000 of 5000" in outcome.errors[0].message


async def test_an_endless_kernel_says_how_far_it_got(tmp_path: Path) -> None:
    outcome = await ran(
        ADD.replace("    mask = offsets", "    while pid < 99:\n        pid += 0\n    mask = offsets"),
        tmp_path,
        wall_seconds=4,
    )
    assert outcome.label is Label.TIMEOUT and "programs of `add_kernel`" in outcome.errors[0].message


async def test_a_huge_grid_says_that_programs_run_one_after_another(tmp_path: Path) -> None:
    outcome = await ran(ADD.replace("add_kernel[grid](", "add_kernel[(1 << 28,)]("), tmp_path, wall_seconds=4)
    assert outcome.label is Label.TIMEOUT and f"of {1 << 28} programs" in outcome.errors[0].message


async def test_an_error_of_the_language_is_at_the_kernels_line(tmp_path: Path) -> None:
    text = ADD.replace("x + y, mask=mask", "tl.sum(x, dim=0), mask=mask")
    outcome = await ran(text, tmp_path)
    assert outcome.label is Label.RUNTIME_ERROR
    assert (outcome.errors[0].code, text_at(text, outcome.errors[0])) == ("unknown-keyword", "tl.sum(x, dim=0)")


async def test_logic_and_bfloat16_are_what_the_compiler_makes_of_them(tmp_path: Path) -> None:
    text = (
        ADD.replace("mask = offsets < n_elements", "mask = offsets < n_elements and not (offsets < 0)")
        .replace('torch.rand(5000, device="cuda")', 'torch.rand(5000, device="cuda", dtype=torch.bfloat16)')
    )  # fmt: skip
    assert (await ran(text, tmp_path)).label is Label.PASS


async def test_a_mask_may_hold_a_condition_on_a_scalar(tmp_path: Path) -> None:
    text = ADD.replace("mask = offsets < n_elements", "mask = (offsets < n_elements) & (tl.program_id(0) < n_elements)")
    assert text != ADD and (await ran(text, tmp_path)).label is Label.PASS


async def test_a_function_is_compared_with_its_reference_on_given_inputs(tmp_path: Path) -> None:
    text = (
        ADD[: ADD.index("def test_add")]
        + "def add_ref(x, y):\n    return x {} y\n\n\n# hardsight: add(x: fp32[300], y: fp32[300])\n"
    )
    assert (await ran(text.format("+"), tmp_path)).label is Label.PASS
    assert (await ran(text.format("-"), tmp_path)).label is Label.WRONG_OUTPUT


async def test_the_test_file_beside_it_is_run(tmp_path: Path) -> None:
    body = ADD[: ADD.index("def test_add")]
    test = "import torch\nfrom kernels import add\n\n\ndef test_it():\n    x = torch.rand(9)\n    assert torch.equal(add(x, x), 3 * x)\n"
    base = environment(tmp_path)
    with_test = replace(base, files=(SourceFile(str(tmp_path / "test_kernels.py"), test, Role.TESTBENCH),))
    assert TritonInterpreter().applies(body, with_test) and not TritonInterpreter().applies(body, base)
    outcome = await TritonInterpreter().run(body, with_test)
    assert outcome.label is Label.WRONG_OUTPUT
    assert outcome.errors[0].path == str(tmp_path / "test_kernels.py") and outcome.errors[0].range.start.line == 6


async def test_what_the_stand_in_lacks_is_unavailable_never_a_verdict(tmp_path: Path) -> None:
    outcome = await ran(ADD.replace("torch.manual_seed(0)", "torch.fft.fft(torch.rand(4))"), tmp_path)
    assert outcome.label is Label.UNAVAILABLE and "torch.fft" in outcome.log and "triton.interpreter" in outcome.log


HOSTILE = [
    ("import os\nos._exit(7)", "RUNTIME_ERROR"),
    ("import sys\nsys.exit(3)", "RUNTIME_ERROR"),
    ("import ctypes\nctypes.string_at(0)", "RUNTIME_ERROR"),
    ("def f():\n    f()\nf()", "RUNTIME_ERROR"),
    ("import builtins\nbuiltins.len = lambda x: -1\nbuiltins.isinstance = lambda *a: True", "RUNTIME_ERROR"),
    ("import os\nwhile True:\n    os.fork()", "RESOURCE_EXCEEDED"),
]


@pytest.mark.parametrize(("line", "label"), HOSTILE)
async def test_hostile_files_are_contained(line: str, label: str, tmp_path: Path) -> None:
    outcome = await ran(f"{line}\n{ADD}", tmp_path)
    assert outcome.label == label and outcome.errors and outcome.errors[0].severity is Severity.ERROR


def test_nothing_to_run_does_not_apply(tmp_path: Path) -> None:
    here = environment(tmp_path)
    assert not TritonInterpreter().applies(ADD[: ADD.index("def test_add")], here)
    assert not TritonInterpreter().applies("def test_a():\n    pass\n", here)
    off = replace(here, settings=replace(here.settings, triton=replace(here.settings.triton, run=False)))
    assert TritonInterpreter().applies(ADD, here) and not TritonInterpreter().applies(ADD, off)


@pytest.mark.skipif(gpu_device() is not None, reason="this machine has a GPU")
async def test_without_a_gpu_a_launch_is_unavailable_and_says_why(tmp_path: Path) -> None:
    launch = TritonLaunch()
    assert not launch.applies(ADD, environment(tmp_path))
    assert not launch.probe().found and "no GPU" in launch.probe().note
    outcome = await launch.run(ADD, environment(tmp_path))
    assert outcome.label is Label.UNAVAILABLE and "no GPU" in outcome.log
