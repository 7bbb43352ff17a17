"""Blocks, stages and warps that a GPU cannot give, and autotuning that does not fit its kernel."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from random import Random

from backends.environment import Domain
from training.mutation import Kind
from training.mutations.python_source import Source, is_call, nodes, placed, without_argument
from training.mutations.python_syntax import misspelt


def _configs(source: Source) -> list[ast.Call]:
    return [n for n in nodes([source.tree], ast.Call) if isinstance(n, ast.Call) and is_call(n, "triton.Config")]


def _named_sizes(source: Source) -> list[tuple[str, ast.Constant, int]]:
    """Every number that is a block size, with its name: in configurations, in launches, in assignments of block names."""
    found: list[tuple[str, ast.expr]] = []
    for config in _configs(source):
        if config.args and isinstance(config.args[0], ast.Dict):
            pairs = zip(config.args[0].keys, config.args[0].values, strict=True)
            found += [(str(k.value), v) for k, v in pairs if isinstance(k, ast.Constant)]
    for node in nodes([source.tree], ast.keyword):
        if isinstance(node, ast.keyword) and node.arg and node.arg.isupper():
            found.append((node.arg, node.value))
    for node in nodes([source.tree], ast.Assign):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).isupper():
            found.append((ast.unparse(node.targets[0]), node.value))
    return [(name, n, n.value) for name, n in found if isinstance(n, ast.Constant) and type(n.value) is int]


def _sizes(source: Source) -> list[tuple[ast.Constant, int]]:
    return [(node, size) for _, node, size in _named_sizes(source)]


def block_too_large(source: Source, rng: Random) -> Iterator[str]:
    for node, size in _sizes(source):
        # A tile of more than 256 keeps the compiler busy for minutes.
        largest = 256 if "tl.dot" in source.code else 1 << 16
        if size < largest:
            yield source.put((node, str(min(size * rng.choice((2, 4, 4, 8)), largest))))


def all_blocks_larger(source: Source, rng: Random) -> Iterator[str]:
    """The whole tile scaled, as when a setting for another GPU is taken over."""
    found = [(n, v) for n, v in _sizes(source) if 16 <= v <= 128]
    if len(found) > 1:
        factor = rng.choice((2, 2, 4))
        yield source.put(*((n, str(min(v * factor, 128))) for n, v in found))


def deep_tiles(source: Source, rng: Random) -> Iterator[str]:
    """A tile so deep, in so many stages, that its operands fill the shared memory."""
    if "tl.dot" not in source.code:
        return
    depth, stages = rng.choice(((128, 7), (256, 4), (256, 3), (256, 5), (128, 5)))
    named = [(name, node, size) for name, node, size in _named_sizes(source) if name not in ("BLOCK", "BLK")]
    edits = [(*source.span(n), str(depth)) for name, n, size in named if name.endswith("K") and 8 < size < depth]
    if not edits:
        return
    edits += [(*source.span(n), "64") for name, n, size in named if name[-1:] in "MN" and 8 < size < 64]
    options = _option(source, "num_stages")
    edits += [(*source.span(o.value), str(stages)) for o in options]
    if not options:
        names = {k.name for k in source.kernels()}
        for call in nodes([source.tree], ast.Call):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Subscript)
                and ast.unparse(call.func.value) in names
            ):
                end = len(source.code[: source.span(call)[1] - 1].rstrip())
                edits.append(
                    (end, end, f" num_stages={stages}" if source.code[end - 1] == "," else f", num_stages={stages}")
                )
    yield source.cut(*edits)


def wide_tiles(source: Source, rng: Random) -> Iterator[str]:
    """Rows and columns of a tile at the size that a larger GPU is tuned for."""
    if "tl.dot" not in source.code:
        return
    width = rng.choice((128, 128, 256))
    found = [(n, str(width)) for name, n, size in _named_sizes(source) if name[-1:] in "MN" and 8 < size < width]
    stages = [(o.value, str(rng.choice((4, 5, 6)))) for o in _option(source, "num_stages")]
    if found:
        yield source.put(rng.choice(found), *stages)
        yield source.put(*found[:2])


def block_not_power_of_two(source: Source, rng: Random) -> Iterator[str]:
    for node, size in _sizes(source):
        yield source.put(
            (
                node,
                str(rng.choice((size + 1, size * 3 // 2, size - 1, size + size // 4, 100))),
            )
        )


def block_too_small(source: Source, rng: Random) -> Iterator[str]:
    """Below what ``dot`` takes, or so small that the row does not fit any more."""
    for node, size in _sizes(source):
        if size > 8:
            yield source.put((node, str(rng.choice((8, 4, max(1, size // 4), size // 2)))))


def _option(source: Source, name: str) -> list[ast.keyword]:
    return [n for n in nodes([source.tree], ast.keyword) if isinstance(n, ast.keyword) and n.arg == name]


def more_stages(source: Source, rng: Random) -> Iterator[str]:
    for option in _option(source, "num_stages"):
        if isinstance(option.value, ast.Constant):
            yield source.put((option.value, str(rng.choice((6, 7, 8, 10)))))


def more_warps(source: Source, rng: Random) -> Iterator[str]:
    for option in _option(source, "num_warps"):
        yield source.put((option.value, str(rng.choice((16, 32, 64)))))


def odd_warps(source: Source, rng: Random) -> Iterator[str]:
    for option in _option(source, "num_warps"):
        yield source.put((option.value, str(rng.choice((3, 5, 6, 12, 0, 7)))))


def stages_added(source: Source, rng: Random) -> Iterator[str]:
    """Options passed at a launch that had none."""
    names = {k.name for k in source.kernels()}
    for call in nodes([source.tree], ast.Call):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Subscript)
            and ast.unparse(call.func.value) in names
        ):
            given = {k.arg for k in call.keywords}
            new = [
                o
                for o in (
                    "num_stages=7",
                    "num_warps=32",
                    "num_stages=1",
                    "num_warps=1",
                    "num_warps=16",
                    "num_stages=10",
                )
                if o.split("=")[0] not in given
            ]
            if new:
                yield source.put((call, f"{source.text(call).rstrip()[:-1].rstrip().rstrip(',')}, {rng.choice(new)})"))


def wider_operands(source: Source, rng: Random) -> Iterator[str]:
    """Everything in 32 bits: twice the shared memory."""
    if re.search(r"torch\.(float16|bfloat16)", source.code):
        yield re.sub(r"torch\.(float16|bfloat16)", "torch.float32", source.code)


# Autotuning -----------------------------------------------------------------------------------------------------------


def _autotunes(source: Source) -> list[ast.Call]:
    return [n for n in nodes([source.tree], ast.Call) if isinstance(n, ast.Call) and is_call(n, "triton.autotune")]


def missing_autotune_key(source: Source, rng: Random) -> Iterator[str]:
    for call in _autotunes(source):
        for given in call.keywords:
            if given.arg == "key":
                yield without_argument(source, call, given)
                if isinstance(given.value, ast.List):
                    for element in given.value.elts:
                        if isinstance(element, ast.Constant):
                            yield source.put((element, f'"{misspelt(str(element.value), rng)}"'))


def misspelt_configuration(source: Source, rng: Random) -> Iterator[str]:
    for config in _configs(source):
        if config.args and isinstance(config.args[0], ast.Dict):
            for name in config.args[0].keys:
                if isinstance(name, ast.Constant):
                    yield source.put((name, f'"{misspelt(str(name.value), rng)}"'))


def tuned_argument_passed(source: Source, rng: Random) -> Iterator[str]:
    """A block that autotuning sets, passed at the launch as well."""
    names = [
        str(k.value)
        for c in _configs(source)[:1]
        if c.args and isinstance(c.args[0], ast.Dict)
        for k in c.args[0].keys
        if isinstance(k, ast.Constant)
    ]
    kernels = {k.name for k in source.kernels()}
    for call in nodes([source.tree], ast.Call):
        if (
            names
            and isinstance(call, ast.Call)
            and isinstance(call.func, ast.Subscript)
            and ast.unparse(call.func.value) in kernels
        ):
            yield source.put((call, f"{source.text(call).rstrip()[:-1].rstrip().rstrip(',')}, {rng.choice(names)}=64)"))


def decorators_swapped(source: Source, rng: Random) -> Iterator[str]:
    for kernel in source.kernels():
        if len(kernel.decorator_list) == 2:
            a, b = kernel.decorator_list
            yield source.put((a, source.text(b)), (b, source.text(a)))


MUTATIONS = placed(
    Domain.TRITON, Kind.SEMANTIC,
    block_too_large, all_blocks_larger, deep_tiles, wide_tiles, block_not_power_of_two, block_too_small, more_stages, more_warps, odd_warps,
    stages_added, wider_operands,
) + placed(
    Domain.TRITON, Kind.SYNTAX,
    missing_autotune_key, misspelt_configuration, tuned_argument_passed, decorators_swapped,
)  # fmt: skip
