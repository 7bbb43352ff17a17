"""What the front end says of kernels while they are typed: the code and place of each mistake, and silence on good ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from backends.environment import Domain, Environment
from backends.outcome import Label, Severity
from backends.settings import ToolSettings, TritonSettings
from backends.triton.static_analysis import MAX_DIAGNOSTICS, TritonStatic
from tests.backends.triton.kernels import ADD, DATA, HEADER, KERNELS, analyze, errors, kernel, text_at

OFFS = "offs = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)\nmask = offs < n\nx = tl.load(x_ptr + offs, mask=mask)"
STORE = "\ntl.store(y_ptr + offs, x, mask=mask)"


@pytest.mark.parametrize("name", KERNELS)
def test_good_kernels_have_nothing_to_complain_of(name: str, tmp_path: Path) -> None:
    outcome = analyze((DATA / f"{name}.py").read_text(), tmp_path)
    assert outcome.label is Label.PASS and outcome.diagnostics == ()


# Mistake in the kernel, code, and the text it is reported at.
MISTAKES = [
    (f"{OFFS}\nx = tl.sqroot(x){STORE}", "unknown-attribute", "tl.sqroot"),
    (f"{OFFS}\nx = x.abss(){STORE}", "unknown-method", "x.abss"),
    (f"{OFFS}\ns = tl.sum(x, dim=0)", "unknown-keyword", "dim=0"),
    (f"{OFFS}\nx = tl.exp(x, 2){STORE}", "too-many-arguments", "2"),
    ("pid = tl.program_id()", "missing-argument", "tl.program_id()"),
    ("pid = tl.program_id(3)", "program-id-axis", "3"),
    ("x = tl.arange(0, 100)", "arange-power-of-two", "tl.arange(0, 100)"),
    ("x = tl.arange(0, n)", "arange-constexpr", "n"),
    ("half = BLOCK // 2\nx = tl.arange(0, half)", "arange-constexpr", "half"),
    ("x = tl.arange(8, 4)", "arange-empty", "tl.arange(8, 4)"),
    ("x = tl.zeros((n,), dtype=tl.float32)", "shape-constexpr", "n"),
    ("x = tl.zeros((100,), dtype=tl.float32)", "shape-power-of-two", "100"),
    ("x = tl.zeros((BLOCK,))", "missing-argument", "tl.zeros((BLOCK,))"),
    (f"{OFFS}\ny = tl.load(x_ptr + offs / 2)", "pointer-offset", "offs / 2"),
    (f"{OFFS}\nif x > 0:\n    x = x * 2{STORE}", "tensor-condition", "x > 0"),
    (f"{OFFS}\nx = 1.0 if x > 0 else 0.0{STORE}", "tensor-condition", "1.0 if x > 0 else 0.0"),
    (f"{OFFS}\nwhile x > 0:\n    x = x - 1{STORE}", "tensor-condition", "x > 0"),
    (f"{OFFS}\ntl.store(x, y_ptr + offs, mask=mask)", "store-arguments", "tl.store(x, y_ptr + offs, mask=mask)"),
    (f"{OFFS}\ntl.store(y_ptr, x)", "scalar-pointer", "tl.store(y_ptr, x)"),
    (f"{OFFS}\nz = tl.load(x_ptr + offs, other=0.0)", "other-without-mask", "tl.load(x_ptr + offs, other=0.0)"),
    ("i = tl.arange(0, 32)\nj = tl.arange(0, 64)\nk = i + j", "shape-mismatch", "i + j"),
    ("a = tl.zeros((32, 64), tl.float16)\nc = tl.dot(a, a)", "dot-shape", "tl.dot(a, a)"),
    ("a = tl.zeros((32, 32), tl.float16)\nb = tl.zeros((32, 32), tl.float32)\nc = tl.dot(a, b)", "dot-type", "tl.dot(a, b)"),
    ("i = tl.arange(0, 32)\nx = tl.exp(i)", "float-argument", "tl.exp(i)"),
    ("i = tl.arange(0, 32)\nx = tl.sum(i, axis=1)", "axis", "1"),
    ("i = tl.arange(0, 32)\nx = i[0]", "tensor-index", "i[0]"),
    ("i = tl.arange(0, 32)\ni[0] = 1", "item-assignment", "i[0]"),
    ("acc = 0\nfor k in range(n):\n    acc += 0.5\ntl.store(y_ptr, acc)", "loop-carried-type", "acc += 0.5"),
    ("v = 0.0\nif n > 3:\n    v = tl.zeros((BLOCK,), tl.float32)\ntl.store(y_ptr + tl.arange(0, BLOCK), v)", "branch-type",
     "v = tl.zeros((BLOCK,), tl.float32)"),
    ("if n > 3:\n    v = 1.0\ntl.store(y_ptr, v)", "branch-variable", "v"),
    ("for k in range(n / BLOCK):\n    tl.store(y_ptr + k, 1.0)", "loop-bounds", "n / BLOCK"),
    ("for k in [1, 2]:\n    tl.store(y_ptr + k, 1.0)", "loop-iterator", "[1, 2]"),
    ("for k in tl.static_range(n):\n    tl.store(y_ptr + k, 1.0)", "static-range-constexpr", "n"),
    ("for k in range(n):\n    if k > 3:\n        break", "break-continue", "break"),
    ("a = b = 1.0\ntl.store(y_ptr, a + b)", "chained-assignment", "a = b = 1.0"),
    ("f = lambda v: v + 1\ntl.store(y_ptr, f(1.0))", "unsupported-syntax", "lambda v: v + 1"),
    ("t = {'a': 1}", "unsupported-syntax", "{'a': 1}"),
    (f"{OFFS}\nx = x ** 2{STORE}", "power-operator", "x ** 2"),
    (f"{OFFS}\nx = x @ x{STORE}", "matmul-operator", "x @ x"),
    (f"{OFFS}\nx = torch.exp(x){STORE}", "host-call", "torch.exp(x)"),
    (f"{OFFS}\nx = math.exp(x){STORE}", "host-call", "math.exp(x)"),
    (f"{OFFS}\nx = abs(x){STORE}", "python-builtin", "abs(x)"),
    (f"{OFFS}\nx = x.to(torch.float16){STORE}", "host-type", "torch.float16"),
    ("p = tl.make_block_ptr(x_ptr, (n,), (1,), (0,), (BLOCK,), (0,))", "removed-api",
     "tl.make_block_ptr(x_ptr, (n,), (1,), (0,), (BLOCK,), (0,))"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "code", "place"), MISTAKES, ids=[f"{c}-{i}" for i, (_, c, _) in enumerate(MISTAKES)])
def test_a_mistake_is_reported_once_at_its_place(body: str, code: str, place: str, tmp_path: Path) -> None:
    text = kernel(body)
    found = [d for d in analyze(text, tmp_path).diagnostics if d.severity is Severity.ERROR]
    assert [d.code for d in found] == [code]
    assert text_at(text, found[0]) == place
    assert found[0].source == "triton" and found[0].message[0] != " "


LAUNCHES = [
    ("kernel(x, x, 8, BLOCK=16)", "launch-without-grid"),
    ("kernel[(1,)](x, x, BLOCK=16)", "launch-missing-argument"),
    ("kernel[(1,)](x, x, 8)", "launch-missing-argument"),
    ("kernel[(1,)](x, x, 8, BLOCK=16, BLOK=3)", "launch-unknown-argument"),
    ("kernel[(1,)](x, x, 8, 16, 4)", "launch-too-many"),
    ("kernel[(1,)](x, x, 8, 16, BLOCK=4)", "launch-repeated-argument"),
    ("kernel[8](x, x, 8, BLOCK=16)", "launch-grid"),
    ("kernel[triton.cdiv(8, 4)](x, x, 8, BLOCK=16)", "launch-grid"),
    ("kernel[(1,)](x, x, 8, BLOCK=16, num_warps=6)", "num-warps"),
]


@pytest.mark.parametrize(("launch", "code"), LAUNCHES)
def test_a_launch_that_does_not_fit_its_kernel_is_an_error(launch: str, code: str, tmp_path: Path) -> None:
    text = kernel("tl.store(y_ptr + tl.arange(0, BLOCK), n)", below=f"\n\ndef host(x):\n    {launch}\n")
    assert errors(text, tmp_path) == [code]


GOOD_LAUNCHES = [
    "kernel[(1,)](x, x, 8, BLOCK=16)",
    "kernel[grid](x, x, n=8, BLOCK=16, num_warps=4, num_stages=2)",
    "kernel[lambda meta: (1, 2)](*args)",
    "kernel[(1, 2)](x, x, 8, **options)",
    "kernel[4, 4](x, x, 8, BLOCK=16)",
]


@pytest.mark.parametrize("launch", GOOD_LAUNCHES)
def test_a_launch_that_fits_or_cannot_be_known_is_left_alone(launch: str, tmp_path: Path) -> None:
    below = f"\n\ndef host(x, args, options, grid):\n    {launch}\n"
    assert errors(kernel("tl.store(y_ptr + tl.arange(0, BLOCK), n)", below=below), tmp_path) == []


def test_autotuning_is_checked_against_the_parameters(tmp_path: Path) -> None:
    above = '@triton.autotune(configs=[triton.Config({"BLOK": b}) for b in (64, 128)], key=["m"])\n'
    text = kernel("tl.store(y_ptr + tl.arange(0, BLOCK), n)", above=above)
    assert errors(text, tmp_path) == ["autotune-parameter", "autotune-key"]
    swapped = ADD.replace("@triton.jit", "@triton.jit\n@triton.autotune(configs=[triton.Config({})], key=[])")
    assert errors(swapped, tmp_path) == ["decorator-order"]


def test_a_kernel_reads_only_constexpr_globals(tmp_path: Path) -> None:
    above = "PLAIN = 3\nGOOD = tl.constexpr(4)\nTYPE = tl.float16\n"
    text = kernel("tl.store(y_ptr, (PLAIN + GOOD).to(TYPE))", above=above)
    (found,) = [d for d in analyze(text, tmp_path).diagnostics if d.severity is Severity.ERROR]
    assert (found.code, text_at(text, found)) == ("global-variable", "PLAIN")


def test_a_launched_function_without_its_decorator_is_named(tmp_path: Path) -> None:
    text = ADD.replace("@triton.jit\n", "")
    (found,) = analyze(text, tmp_path).errors
    assert (found.code, text_at(text, found)) == ("missing-jit", "add_kernel")


WARNINGS = [
    (f"{OFFS}\ntl.store(y_ptr + offs, x)", "missing-mask"),
    (
        "offs = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)\ntl.store(y_ptr + offs, tl.load(x_ptr + offs))",
        "missing-mask",
    ),
    (f"{OFFS}\nm = mask and (x > 0)\ntl.store(y_ptr + offs, x, mask=m)", "logical-operator"),
    (f"{OFFS}\ntl.store(y_ptr, tl.max(x, axis=0))", "missing-other"),
]


@pytest.mark.parametrize(("body", "code"), WARNINGS)
def test_what_compiles_but_is_dangerous_is_a_warning(body: str, code: str, tmp_path: Path) -> None:
    outcome = analyze(kernel(body), tmp_path)
    assert outcome.label is Label.PASS
    assert code in {d.code for d in outcome.diagnostics if d.severity is Severity.WARNING}


UNWARNED = [
    # The last block only is masked, after a loop over full ones.
    "offs = tl.arange(0, BLOCK)\nfor k in range(n // BLOCK):\n    tl.store(y_ptr + offs, tl.load(x_ptr + offs))\n    offs += BLOCK\n"
    "tl.store(y_ptr + offs, 0.0, mask=offs < n)",
    # The offsets wrap around.
    "offs = (tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)) % n\ntl.store(y_ptr + offs, 0.0)\nm = offs < n",
    # A constexpr chooses between masked and not.
    f"{OFFS}\nif BLOCK > 64:\n    tl.store(y_ptr + offs, x)\nelse:\n    tl.store(y_ptr + offs, x, mask=mask)",
    # Two blocks are compared with each other, neither is bounded.
    "i = tl.arange(0, 16)\nj = tl.arange(0, 16)\nc = i[:, None] >= j[None, :]\ntl.store(y_ptr + i, tl.sum(c.to(tl.int32), axis=1))",
]  # fmt: skip


@pytest.mark.parametrize("body", UNWARNED)
def test_accesses_that_are_bounded_otherwise_are_left_alone(body: str, tmp_path: Path) -> None:
    assert "missing-mask" not in {d.code for d in analyze(kernel(body), tmp_path).diagnostics}


def test_kernels_under_other_decorators_are_not_judged_by_their_launches(tmp_path: Path) -> None:
    text = kernel(
        "return x_ptr + 1",
        "x_ptr",
        above="from lib import pointwise\n\n@pointwise\n",
        below="\n\ndef f(x):\n    kernel(x)\n",
    )
    assert errors(text, tmp_path) == []


def test_a_branch_that_is_never_compiled_may_raise(tmp_path: Path) -> None:
    body = "if BLOCK > 4096:\n    raise ValueError('too large')\ntl.store(y_ptr + tl.arange(0, BLOCK), n)"
    assert errors(kernel(body), tmp_path) == []


def test_several_syntax_errors_are_found_at_their_places(tmp_path: Path) -> None:
    text = f"{HEADER}def f()\n    return 1\n\n\ndef g(x):\n    if x\n        return 2\n"
    found = analyze(text, tmp_path).errors
    first = HEADER.count("\n")
    assert [(d.code, d.source, d.range.start.line) for d in found] == [
        ("SyntaxError", "python", first),
        ("SyntaxError", "python", first + 5),
    ]


def test_undefined_names_name_the_nearest(tmp_path: Path) -> None:
    (found,) = analyze(ADD.replace("x + y, mask=mask", "x + y, mask=maks"), tmp_path).errors
    assert found.code == "UndefinedName" and found.data["nearest"][0] == "mask"


def test_columns_count_code_points(tmp_path: Path) -> None:
    text = kernel('tl.static_assert(True, "🎛️é"); x = tl.sqroot(n)')
    (found,) = analyze(text, tmp_path).errors
    assert text_at(text, found) == "tl.sqroot"


def test_another_triton_is_only_warned_about_names(tmp_path: Path) -> None:
    settings = ToolSettings(triton=TritonSettings(interpreter="/somewhere/python"))
    elsewhere = Environment(Domain.TRITON, str(tmp_path / "k.py"), str(tmp_path), settings=settings)
    outcome = TritonStatic().analyze(kernel("tl.future(n)"), elsewhere)
    assert [(d.code, d.severity) for d in outcome.diagnostics] == [("unknown-attribute", Severity.WARNING)]
    assert outcome.label is Label.PASS


@pytest.mark.parametrize(
    "text",
    ["", "\0\x01\xff", "def f(", "(" * 5000, "x = '" * 3000, "import triton\n" + "\ud800", "\ufeffimport triton\r\n", "if 1:\n" * 300],
    ids=["empty", "binary", "cut", "nested", "quotes", "surrogate", "bom", "indented"],
)  # fmt: skip
def test_hostile_text_never_raises(text: str, tmp_path: Path) -> None:
    assert analyze(text, tmp_path).label in (Label.PASS, Label.COMPILATION_ERROR)


def test_a_large_file_is_refused_in_words(tmp_path: Path) -> None:
    outcome = analyze("import triton\n" + "# padding\n" * 1_000_000, tmp_path)
    assert [d.code for d in outcome.diagnostics] == ["TooLarge"]


def test_configurations_that_would_never_end_are_not_evaluated(tmp_path: Path) -> None:
    for configs in (
        "[triton.Config({'BLOCK': i}) for i in range(10**12)]",
        "[triton.Config({})] * 10**12",
        "list(range(10**12))",
    ):
        above = f"@triton.autotune(configs={configs}, key=['n'])\n"
        assert errors(kernel("tl.store(y_ptr + tl.arange(0, BLOCK), n)", above=above), tmp_path) == []


def test_the_number_of_diagnostics_is_bounded(tmp_path: Path) -> None:
    outcome = analyze(kernel("\n".join(f"a{i} = tl.nothing{i}(n)" for i in range(300))), tmp_path)
    assert len(outcome.diagnostics) == MAX_DIAGNOSTICS


def test_nothing_heavy_is_imported() -> None:
    script = (
        "import sys\nfrom backends.environment import Domain, Environment\nfrom backends.triton.static_analysis import TritonStatic\n"
        f"TritonStatic().analyze({ADD!r}, Environment(Domain.TRITON, '/k.py', '/'))\n"
        "print([m for m in ('triton', 'numpy', 'torch') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )
    assert done.stdout.strip() == "[]"
