"""What Triton's language does not have, or calls otherwise."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from random import Random

from backends.environment import Domain
from training.mutation import Kind
from training.mutations.python_source import Source, is_call, keyword, nodes, placed
from training.mutations.python_syntax import misspelt

_FOREIGN = {
    "tl.load": ("tl.read", "tl.loads", "tl.ld"),
    "tl.store": ("tl.write", "tl.save", "tl.st"),
    "tl.arange": ("tl.range", "tl.linspace", "range"),
    "tl.program_id": ("tl.pid", "tl.block_id", "tl.get_program_id", "tl.thread_id"),
    "tl.zeros": ("tl.zero", "tl.empty", "torch.zeros"),
    "tl.maximum": ("tl.fmax", "torch.maximum", "tl.relu"),
    "tl.max": ("tl.reduce_max", "tl.amax", "torch.max"),
    "tl.sum": ("tl.reduce_sum", "torch.sum", "tl.mean"),
    "tl.exp": ("math.exp", "torch.exp", "np.exp", "tl.expf"),
    "tl.sqrt": ("math.sqrt", "torch.sqrt", "np.sqrt"),
    "tl.rsqrt": ("tl.inv_sqrt", "torch.rsqrt"),
    "tl.log": ("math.log", "torch.log", "tl.ln"),
    "tl.sigmoid": ("tl.nn.sigmoid", "torch.sigmoid", "tl.sigmod"),
    "tl.erf": ("math.erf", "tl.gelu", "tl.tanh"),
    "tl.dot": ("tl.matmul", "tl.mm", "torch.matmul"),
    "tl.trans": ("tl.transpose", "tl.T", "tl.t"),
    "tl.where": ("tl.select", "np.where", "tl.cond"),
    "tl.cdiv": ("tl.ceil_div", "tl.ceildiv", "math.ceil"),
    "tl.full": ("tl.fill", "tl.constant", "torch.full"),
    "tl.abs": ("tl.fabs", "abs_", "math.fabs"),
    "tl.cumsum": ("tl.scan", "tl.prefix_sum"),
    "tl.atomic_add": ("tl.atomicAdd", "tl.atomic_sum"),
}


def _calls(source: Source, *names: str) -> list[ast.Call]:
    return [
        n for n in nodes(source.kernels(), ast.Call) if isinstance(n, ast.Call) and (not names or is_call(n, *names))
    ]


def foreign_function(source: Source, rng: Random) -> Iterator[str]:
    """The name of numpy, torch, CUDA or of nobody."""
    for call in _calls(source):
        name = ast.unparse(call.func)
        if name in _FOREIGN:
            yield source.put((call.func, rng.choice(_FOREIGN[name])))


def misspelt_function(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source):
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "tl":
            yield source.put((call.func, f"tl.{misspelt(call.func.attr, rng)}"))


def python_minimum(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, "tl.maximum", "tl.minimum", "tl.max", "tl.min"):
        yield source.put((call.func, ast.unparse(call.func)[3:6]))


def foreign_keyword(source: Source, rng: Random) -> Iterator[str]:
    """``dim``, ``keepdim``, ``default``: the arguments' names in other libraries."""
    names = {
        "axis": ("dim", "ax"),
        "mask": ("masks", "where", "cond"),
        "other": ("default", "fill", "else_"),
        "dtype": ("type",),
        "keep_dims": ("keepdim", "keepdims"),
    }
    for call in _calls(source):
        for given in call.keywords:
            if given.arg in names:
                yield source.put((given, f"{rng.choice(names[given.arg])}={source.text(given.value)}"))


def keyword_added(source: Source, rng: Random) -> Iterator[str]:
    for call in _calls(source, "tl.sum", "tl.max", "tl.load", "tl.store", "tl.dot", "tl.zeros"):
        extra = rng.choice(("dim=0", "keepdim=True", "default=0.0", "out=None", "transpose_b=True", "device='cuda'"))
        yield source.put((call, f"{source.text(call).rstrip()[:-1].rstrip().rstrip(',')}, {extra})"))


def missing_constexpr(source: Source, rng: Random) -> Iterator[str]:
    for kernel in source.kernels():
        for argument in kernel.args.args:
            if argument.annotation is not None and "constexpr" in source.text(argument.annotation):
                yield source.put((argument, argument.arg))


def extra_constexpr(source: Source, rng: Random) -> Iterator[str]:
    for kernel in source.kernels():
        for argument in kernel.args.args:
            if argument.annotation is None:
                yield source.put((argument, f"{argument.arg}: tl.constexpr"))


def missing_jit(source: Source, rng: Random) -> Iterator[str]:
    for kernel in source.kernels():
        for decorator in kernel.decorator_list:
            if "jit" in source.text(decorator):
                start = source.code.rfind("\n", 0, source.span(decorator)[0]) + 1
                end = source.code.find("\n", source.span(decorator)[1]) + 1
                yield source.cut((start, end, ""))


def block_in_condition(source: Source, rng: Random) -> Iterator[str]:
    """``if`` on a block instead of ``where`` or a mask."""
    for kernel in source.kernels():
        for node in nodes([kernel], ast.Expr):
            if isinstance(node, ast.Expr) and is_call(node.value, "tl.store") and isinstance(node.value, ast.Call):
                mask = keyword(node.value, "mask")
                start, end = source.span(node)
                line = source.code.rfind("\n", 0, start) + 1
                space = source.code[line:start]
                if mask is not None and not space.strip():
                    body = source.code[start:end].replace("\n", "\n    ")
                    yield source.cut((start, end, f"if {source.text(mask.value)}:\n{space}    {body}"))


def and_on_blocks(source: Source, rng: Random) -> Iterator[str]:
    for node in nodes(source.kernels(), ast.BinOp):
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr)):
            left, right = source.span(node.left)[1], source.span(node.right)[0]
            between = source.code[left:right]
            new = between.replace("&", "and").replace("|", "or")
            yield source.cut((left, right, new))


def missing_brackets_in_mask(source: Source, rng: Random) -> Iterator[str]:
    """``a < M & b < N`` binds otherwise."""
    for node in nodes(source.kernels(), ast.BinOp):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd) and isinstance(node.left, ast.Compare):
            text = f"{source.text(node.left)} & {source.text(node.right)}"
            start, end = source.span(node)
            yield source.cut((start, end, text))


def unsupported_statement(source: Source, rng: Random) -> Iterator[str]:
    """Python that the compiler does not take."""
    lines = (
        "values = [i for i in range(4)]", "with open('log') as log:\n{}    pass", "try:\n{}    pass\n{}except ValueError:\n{}    pass",
        "raise ValueError('empty')", "print('pid', 1)", "table = {{}}", "del tl", "import math", "x = yield", "lambda v: v",
        "assert False, 'never'", "f'{{1}}'", "a, *b = 1, 2, 3", "global counter",
    )  # fmt: skip
    for kernel in source.kernels():
        for statement in kernel.body[1:]:
            start = source.span(statement)[0]
            line = source.code.rfind("\n", 0, start) + 1
            space = source.code[line:start]
            text = rng.choice(lines)
            if not space.strip():
                filled = text.format(*([space] * 4))
                yield source.cut((line, line, f"{space}{filled}\n"))


def early_exit(source: Source, rng: Random) -> Iterator[str]:
    """``break``, ``continue`` or an early ``return`` in a loop of a kernel."""
    for loop in nodes(source.kernels(), ast.For):
        if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name):
            last = loop.body[-1]
            line = source.code.rfind("\n", 0, source.span(last)[0]) + 1
            space = source.code[line : source.span(last)[0]]
            word = rng.choice(("break", "continue", "return"))
            if not space.strip():
                yield source.cut((line, line, f"{space}if {loop.target.id} > 0:\n{space}    {word}\n"))


def host_object_in_kernel(source: Source, rng: Random) -> Iterator[str]:
    """``x.shape``, ``x.stride(0)``, ``len(x)`` of a pointer."""
    for kernel in source.kernels():
        arguments = [a.arg for a in kernel.args.args if a.annotation is None]
        if not arguments:
            continue
        for node in nodes(kernel.body, ast.Name):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in arguments[2:]:
                new = rng.choice(
                    (
                        f"{arguments[0]}.shape[0]",
                        f"{arguments[0]}.numel()",
                        f"len({arguments[0]})",
                        f"{arguments[0]}.stride(0)",
                    )
                )
                yield source.put((node, new))


def undefined_at_first_iteration(source: Source, rng: Random) -> Iterator[str]:
    """An accumulator whose initialization was forgotten, or that changes its type in the loop."""
    for node in nodes(source.kernels(), ast.Assign):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and is_call(node.value, "tl.zeros", "tl.full")
        ):
            yield source.without_statement(node)
            yield source.put((node.value, rng.choice(("0", "0.0", "None"))))


MUTATIONS = placed(
    Domain.TRITON, Kind.SYNTAX,
    foreign_function, misspelt_function, python_minimum, foreign_keyword, keyword_added, missing_constexpr,
    missing_jit, and_on_blocks, unsupported_statement, host_object_in_kernel,
) + placed(
    Domain.TRITON, Kind.SEMANTIC,
    extra_constexpr, block_in_condition, missing_brackets_in_mask, early_exit, undefined_at_first_iteration,
)  # fmt: skip
