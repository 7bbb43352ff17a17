"""Static facts of a file of Triton kernels: operations, block sizes, launch options, and the tiles that dots would hold."""

from __future__ import annotations

import ast
import math
from collections import Counter
from collections.abc import Iterable, Mapping

from backends.python_analysis import all_nodes
from icwm.facts import triton_habits
from icwm.facts.calls import called

FUNCTIONS = (
    "load", "store", "dot", "arange", "program_id", "num_programs", "sum", "max", "min", "argmax", "argmin", "exp", "exp2",
    "log", "log2", "sqrt", "rsqrt", "sin", "cos", "erf", "sigmoid", "softmax", "abs", "maximum", "minimum", "where", "zeros",
    "full", "zeros_like", "cdiv", "trans", "broadcast_to", "expand_dims", "reshape", "view", "cat", "join", "split", "ravel",
    "cumsum", "cumprod", "associative_scan", "reduce", "sort", "histogram", "atomic_add", "atomic_max", "atomic_cas",
    "atomic_xchg", "rand", "randn", "philox", "make_block_ptr", "advance", "make_tensor_descriptor", "static_assert",
    "static_range", "range", "device_print", "debug_barrier", "multiple_of", "max_contiguous", "cast", "to", "fma", "floor",
    "ceil", "tanh", "clamp", "assume", "inline_asm_elementwise",
)  # fmt: skip
TYPES = ("float16", "bfloat16", "float32", "float64", "int8", "int32", "int64", "float8e4nv", "float8e5")
NAMES = (
    "parsed", *(f"calls_{f}" for f in FUNCTIONS), *(f"type_{t}" for t in TYPES),
    "kernels", "launches", "configurations", "parameters", "constexprs", "unmasked_loads", "unmasked_stores", "loops", "branches",
    "subscripts", "operators", "compares", "num_warps", "num_stages", "largest_block", "second_block", "third_block",
    "block_product", "elements_a_thread", "tile_bytes", "tiles_bytes_staged", "pairwise", "arange_product", "asserts", "tests",
    *triton_habits.NAMES,
)  # fmt: skip
_BLOCK = 1 << 20


def triton_facts(code: str, tree: ast.Module | None) -> dict[str, float]:
    """By name, all of ``NAMES``; ``tree`` is ``None`` for a text that does not parse, and then all are 0."""
    found = dict.fromkeys(NAMES, 0.0)
    if tree is None:
        return found
    nodes = all_nodes(tree)
    calls = [n for n in nodes if isinstance(n, ast.Call)]
    names = Counter(called(c) for c in calls)
    kinds = Counter(type(n).__name__ for n in nodes)
    attributes = Counter(n.attr for n in nodes if isinstance(n, ast.Attribute))
    kernels = [
        n for n in nodes if isinstance(n, ast.FunctionDef) and any("jit" in ast.unparse(d) for d in n.decorator_list)
    ]
    numbers = _numbers(nodes)
    launches = [c for c in calls if isinstance(c.func, ast.Subscript)]
    configurations = [c for c in calls if called(c) == "Config"]
    settings = [_settings(c, numbers) for c in [*launches, *configurations]]
    blocks = sorted((v for s in settings for k, v in s.items() if k.isupper() and v > 1), reverse=True)
    warps = max((s["num_warps"] for s in settings if "num_warps" in s), default=4.0)
    stages = max((s["num_stages"] for s in settings if "num_stages" in s), default=3.0)
    found |= {f"calls_{f}": float(names[f]) for f in FUNCTIONS} | {f"type_{t}": float(attributes[t]) for t in TYPES}
    found |= {
        "parsed": 1.0, "kernels": float(len(kernels)), "launches": float(len(launches)),
        "configurations": float(len(configurations)), "loops": float(kinds["For"] + kinds["While"]),
        "branches": float(kinds["If"] + kinds["IfExp"]), "subscripts": float(kinds["Subscript"]),
        "operators": float(kinds["BinOp"]), "compares": float(kinds["Compare"]), "asserts": float(kinds["Assert"]),
        "parameters": float(sum(len(k.args.args) for k in kernels)),
        "constexprs": float(sum("constexpr" in ast.dump(a) for k in kernels for a in k.args.args)),
        "unmasked_loads": float(_without_mask(calls, "load", 1)), "unmasked_stores": float(_without_mask(calls, "store", 2)),
        "tests": float(sum(isinstance(n, ast.FunctionDef) and n.name.startswith("test") for n in nodes)),
        "num_warps": warps, "num_stages": stages,
    }  # fmt: skip
    distinct = list(dict.fromkeys(blocks))[:3]
    for name, value in zip(("largest_block", "second_block", "third_block"), distinct, strict=False):
        found[name] = value
    found["block_product"] = max((_product(s) for s in settings), default=0.0)
    found["elements_a_thread"] = found["block_product"] / (32 * max(warps, 1.0))
    found["pairwise"] = float(sum(isinstance(n, ast.Subscript) and _adds_axis(n) for n in nodes))
    found["arange_product"] = _arange_product(calls, numbers | {k: v for s in settings for k, v in s.items()})
    habits = triton_habits.triton_habits(nodes, kernels, numbers | {k: v for s in settings for k, v in s.items()})
    found |= {name: float(habits[name]) for name in triton_habits.NAMES}
    if names["dot"]:
        size = 4.0 if attributes["float32"] > attributes["float16"] + attributes["bfloat16"] else 2.0
        tiles = max((_tiles(s) for s in settings), default=0.0)
        found["tile_bytes"], found["tiles_bytes_staged"] = tiles * size, tiles * size * max(stages - 1, 1)
    return {name: value if math.isfinite(value) else 0.0 for name, value in found.items()}


def _numbers(nodes: Iterable[ast.AST]) -> dict[str, float]:
    """Names that are somewhere given a plain number; the last one counts."""
    found: dict[str, float] = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, int):
            found |= {t.id: float(node.value.value) for t in node.targets if isinstance(t, ast.Name)}
    return found


def _settings(call: ast.Call, numbers: Mapping[str, float]) -> dict[str, float]:
    """Constants and options of a launch or of a ``triton.Config``."""
    pairs: list[tuple[str, ast.expr]] = [(k.arg, k.value) for k in call.keywords if k.arg]
    for argument in call.args[:1]:
        if isinstance(argument, ast.Dict):
            keys = zip(argument.keys, argument.values, strict=True)
            pairs += [(str(k.value), v) for k, v in keys if isinstance(k, ast.Constant)]
    found = {}
    for name, value in pairs:
        if isinstance(value, ast.Constant) and isinstance(value.value, int):
            found[name] = float(value.value)
        elif isinstance(value, ast.Name) and value.id in numbers:
            found[name] = numbers[value.id]
    return {k: v for k, v in found.items() if 0 <= v <= _BLOCK}


def _product(settings: Mapping[str, float]) -> float:
    sizes = [v for k, v in settings.items() if k.isupper() and v > 1 and "GROUP" not in k]
    return math.prod(sizes) if sizes else 0.0


def _tiles(settings: Mapping[str, float]) -> float:
    """Elements of the two operands of a dot, by the names blocks are given: ``…M``, ``…N``, ``…K``."""
    size = {k[-1]: v for k, v in settings.items() if k[-1:] in ("M", "N", "K") and "GROUP" not in k}
    if {"M", "N", "K"} <= size.keys():
        return size["M"] * size["K"] + size["K"] * size["N"]
    return sum(sorted(size.values(), reverse=True)[:2]) * 64


def _without_mask(calls: Iterable[ast.Call], function: str, position: int) -> int:
    return sum(
        called(c) == function
        and len(c.args) <= position
        and not any(k.arg in ("mask", "boundary_check") for k in c.keywords)
        for c in calls
    )


def _adds_axis(node: ast.Subscript) -> bool:
    return isinstance(node.slice, ast.Tuple) and any(
        isinstance(e, ast.Constant) and e.value is None for e in node.slice.elts
    )


def _arange_product(calls: Iterable[ast.Call], numbers: Mapping[str, float]) -> float:
    sizes = set()
    for call in calls:
        if called(call) == "arange" and len(call.args) == 2:
            end = call.args[1]
            if isinstance(end, ast.Constant) and isinstance(end.value, int):
                sizes.add(float(end.value))
            elif isinstance(end, ast.Name) and end.id in numbers:
                sizes.add(numbers[end.id])
    return math.prod(sorted(sizes, reverse=True)[:2]) if sizes else 0.0
