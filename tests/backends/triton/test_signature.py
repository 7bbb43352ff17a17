"""Types and constants of a kernel from comments, launches, annotations; what is guessed is told."""

from __future__ import annotations

import ast
from pathlib import Path

from backends.text import LineIndex
from backends.triton.directives import directives
from backends.triton.entry_points import entry_points
from backends.triton.launch_rules import autotune_configurations
from backends.triton.signature import Signature, signatures
from backends.triton.source_model import SourceModel, source_model
from tests.backends.triton.kernels import ADD, DATA, kernel

STORE = "tl.store(y_ptr + tl.arange(0, BLOCK), tl.load(x_ptr + tl.arange(0, BLOCK)) * n)"


def model_of(text: str) -> SourceModel:
    return source_model(text, ast.parse(text), LineIndex(text))


def signature(text: str, name: str = "kernel") -> Signature:
    return signatures(model_of(text))[name]


def types(found: Signature) -> dict[str, object]:
    return {n: p.value if p.type == "constexpr" else p.type for n, p in found.parameters.items()}


def test_a_launch_gives_types_through_its_wrapper_and_caller() -> None:
    found = signature(ADD, "add_kernel")
    assert types(found) == {
        "x_ptr": "*fp32",
        "y_ptr": "*fp32",
        "out_ptr": "*fp32",
        "n_elements": "i32",
        "BLOCK_SIZE": 1024,
    }
    assert found.guessed == () and found.launch is not None


def test_element_types_follow_factories_and_conversions() -> None:
    below = (
        "\n\ndef host():\n    a = torch.randn(64, 32, dtype=torch.bfloat16)\n    b = torch.empty_like(a).to(torch.float16)\n"
        "    kernel[(1,)](a, b, a.stride(1), BLOCK=32, num_warps=8)\n"
    )
    found = signature(kernel(STORE, below=below))
    # A stride of 1 is specialized on, as the JIT does.
    assert types(found) == {"x_ptr": "*bf16", "y_ptr": "*fp16", "n": 1, "BLOCK": 32}
    assert found.options == {"num_warps": 8}


def test_a_comment_wins_over_the_launch() -> None:
    text = "# hardsight: kernel(x_ptr: *fp16, n: i64:16, BLOCK=256, num_warps=2)\n" + kernel(STORE)
    found = signature(text)
    assert types(found) == {"x_ptr": "*fp16", "y_ptr": "*fp32", "n": "i64", "BLOCK": 256}
    assert found.parameters["n"].divisible and found.options == {"num_warps": 2}
    assert found.guessed == ("y_ptr",)


def test_without_any_hint_pointers_are_known_by_their_use() -> None:
    found = signature(kernel(STORE))
    assert types(found) == {"x_ptr": "*fp32", "y_ptr": "*fp32", "n": "i32", "BLOCK": 128}
    assert set(found.guessed) == {"x_ptr", "y_ptr", "n", "BLOCK"}


def test_annotations_are_types() -> None:
    found = signature(kernel(STORE, 'x_ptr: "*fp16", y_ptr, n: tl.int64, BLOCK: tl.constexpr = 64'))
    assert types(found) == {"x_ptr": "*fp16", "y_ptr": "*fp32", "n": "i64", "BLOCK": 64}


def test_comments_that_cannot_be_read_are_left_out() -> None:
    text = "# hardsight: a(x: *fp32, n=__import__('os'))\n# hardsight: b(x: fp32[8, 4], 3, 'name')\n# hardsight: nonsense\n"
    found = directives(text)
    assert set(found) == {"b"}
    assert [(a.shape, a.value) for a in found["b"].arguments] == [((8, 4), None), (None, 3), (None, "name")]


def test_configurations_are_evaluated_from_comprehensions_and_products() -> None:
    model = model_of((DATA / "matmul_autotune.py").read_text())
    found = autotune_configurations(model.kernels["matmul_kernel"], model)
    assert found is not None and len(found) == 4
    assert found[0].constants["BLOCK_SIZE_M"] == 64 and found[-1].options == {"num_stages": 3, "num_warps": 4}
    # Each is at the `triton.Config` that makes it.
    assert {c.range.start.line for c in found} == {12}


def test_configurations_that_only_running_tells_have_no_value() -> None:
    above = "@triton.autotune(configs=make(torch.cuda.get_device_name()), key=['n'])\n"
    model = model_of(kernel(STORE, above=above))
    assert autotune_configurations(model.kernels["kernel"], model) is None


def entries(text: str) -> list[tuple[str, str]]:
    return [(e.kind, e.name) for e in entry_points(text, ast.parse(text))]


def test_tests_come_before_the_main_block() -> None:
    assert entries(ADD) == [("test", "test_add")]
    assert entries((DATA / "dropout.py").read_text()) == [("main", "__main__")]


def test_tests_that_need_fixtures_cannot_be_run_alone() -> None:
    assert entries("def test_a(tmp_path):\n    pass\n") == []
    marked = "@pytest.mark.parametrize('n, m', [(1, 2)])\ndef test_a(n, m, k=3):\n    pass\n"
    assert entries(marked) == [("test", "test_a")]


def test_a_function_is_paired_with_its_reference_by_name_and_comment() -> None:
    text = "# hardsight: f(x: fp16[4, 8], 2)\ndef f(x, k):\n    return x\n\ndef f_ref(x, k):\n    return x\n"
    (found,) = entry_points(text, ast.parse(text))
    assert (found.kind, found.reference) == ("pair", "f_ref")
    assert found.arguments == ({"dtype": "float16", "shape": [4, 8]}, {"value": 2})


def test_data_kernels_are_all_found() -> None:
    names = {name for path in Path(DATA).glob("*.py") for name in model_of(path.read_text()).kernels}
    assert {"add_kernel", "attention_kernel", "matmul_kernel", "_layer_norm_fwd_fused"} <= names
