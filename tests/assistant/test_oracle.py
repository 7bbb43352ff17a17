"""What knows what is meant, in each language, and that nothing else settles an ambiguous repair."""

from __future__ import annotations

import pytest

from assistant.verification import Verdict, Verification, baseline_of, verify
from backends.environment import Domain, Environment, Role, SourceFile
from backends.registry import static_backends

PLATE = """import cadquery as cq

result = cq.Workplane("XY").box(10, 20, 5).faces(">Z").hole(3)
"""
ASSERTS = "assert abs(result.val().BoundingBox().zmax - 2.5) < 1e-6\n"
BESIDE = """from plate import result


def test_height():
    assert abs(result.val().BoundingBox().zmax - 2.5) < 1e-6
"""
KERNEL = """import torch
import triton
import triton.language as tl


@triton.jit
def double(x_ptr, out_ptr, n, BLOCK: tl.constexpr):
    offsets = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    mask = offsets < n
    tl.store(out_ptr + offsets, tl.load(x_ptr + offsets, mask=mask) * 2, mask=mask)


def launch(x):
    out = torch.empty_like(x)
    double[(triton.cdiv(x.numel(), 32),)](x, out, x.numel(), BLOCK=32)
    return out
"""
KERNEL_TEST = """import torch
from double import launch


def test_double():
    x = torch.randn(50)
    torch.testing.assert_close(launch(x), x * 2)
"""
TRITON_BROKEN = ("tl.arange(0", "tl.arrange(0")
CADQUERY_BROKEN = (".box(", ".bx(")


async def judged(domain: Domain, name: str, code: str, broken: tuple[str, str], test: str | None) -> Verification:
    """The repair ``broken`` → ``code``, called ambiguous, in a project with ``test`` beside it."""
    files = () if test is None else (SourceFile(f"/p/test_{name}.py", test, Role.TESTBENCH),)
    where = Environment(domain, f"/p/{name}.py", "/p", None, files)
    (front_end,) = static_backends(domain)
    before = code.replace(*broken)
    assert before != code
    baseline = await baseline_of(before, where, front_end.analyze(before, where), trusted=True)
    return await verify(baseline, code, front_end.analyze(code, where), ambiguous=True)


@pytest.mark.parametrize(
    ("code", "test", "oracle"),
    [
        (PLATE, None, None),
        (PLATE + ASSERTS, None, "the script's own assertions"),
        (PLATE, BESIDE, "test_plate.py"),
        (PLATE, BESIDE.replace("test_height()", "test_height(printer)"), None),
        (PLATE, BESIDE.partition("    assert")[0] + "    print(result)\n", None),
    ],
)
async def test_a_script_with_assertions_or_a_test_beside_it_knows_what_is_meant(code, test, oracle):
    found = await judged(Domain.CADQUERY, "plate", code, CADQUERY_BROKEN, test)
    assert (found.verdict is Verdict.VERIFIED) == (oracle is not None), found.reasons
    assert oracle is None or oracle in found.checked
    assert found.agreed == (oracle is not None)


async def test_a_test_beside_it_that_fails_is_a_reason():
    found = await judged(Domain.CADQUERY, "plate", PLATE, CADQUERY_BROKEN, BESIDE.replace("2.5", "2.4"))
    assert found.verdict is Verdict.UNVERIFIED
    assert not found.agreed
    assert any("test_height" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("addition", "test", "oracle"),
    [
        ("", None, None),
        ("", KERNEL_TEST, "test_double.py"),
        ("\n\n" + KERNEL_TEST.partition("\n\n\n")[2], None, "the file's own test"),
        ('\n\nif __name__ == "__main__":\n    print(launch(torch.randn(50)))\n', None, None),
    ],
)
async def test_a_kernel_with_a_test_in_it_or_beside_it_knows_what_is_meant(addition, test, oracle):
    found = await judged(Domain.TRITON, "double", KERNEL + addition, TRITON_BROKEN, test)
    assert (found.verdict is Verdict.VERIFIED) == (oracle is not None), found.reasons
    assert oracle is None or oracle in found.checked
