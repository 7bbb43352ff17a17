"""What Triton's compiler and interpreter mean: a stable code and a plain sentence for the messages users meet.

The compiler's own text is kept where it is clear; where it speaks of its insides, it is translated. Codes are those of the
static rules, so that one repair answers to all three.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """``text`` is empty when the tool's own words are better."""

    pattern: re.Pattern[str]
    code: str
    text: str = ""


def _reading(pattern: str, code: str, text: str = "") -> Reading:
    return Reading(re.compile(pattern, re.DOTALL), code, text)


READINGS = (
    _reading(r"arange's range must be a power of 2", "arange-power-of-two"),
    _reading(r"arange's arguments must be of type tl.constexpr", "arange-constexpr"),
    _reading(r"arange's end argument must be greater", "arange-empty"),
    _reading(r"Shape element \d+ must have type `?constexpr", "shape-constexpr"),
    _reading(r"Shape element \d+ must be a power of 2", "shape-power-of-two"),
    _reading(r"[Cc]annot make_shape_compatible|Expected pointer argument to have shape", "shape-mismatch"),
    _reading(r"invalid operands of type pointer<\w+> and triton.language.(\w+)", "pointer-offset",
             "an address is offset by a {1}; offsets must be integers (use `//` or `.to(tl.int32)`)"),
    _reading(r"Cannot access global variable (\w+) from within @jit'ed", "global-variable",
             "`{1}` is a Python global; a kernel can use only globals that are `tl.constexpr(...)` objects"),
    _reading(r"Boolean value of Tensor with more than one value is ambiguous", "tensor-condition",
             "`if` needs one truth value and this is a block; use `tl.where` or a mask"),
    _reading(r"'scf\.condition' op operand #0 must be 1-bit signless integer", "tensor-condition",
             "`while` needs one truth value and this is a block; reduce it first (`tl.max`, `tl.sum`)"),
    _reading(r"'scf\.if' op operand #0 must be 1-bit signless integer", "tensor-condition",
             "a conditional expression needs one truth value and this is a block; use `tl.where`"),
    _reading(r"Ternary expression with dynamic condition has inconsistent types", "tensor-condition",
             "a conditional expression needs one truth value and results of one type; use `tl.where`"),
    _reading(r"failed to legalize operation 'tt\.return'", "kernel-return",
             "a kernel cannot return a value; store it through a pointer"),
    _reading(r"unsupported AST node type: (Break|Continue)", "break-continue", "`{1}` is not supported in a kernel"),
    _reading(r"unsupported AST node type: (\w+)", "unsupported-syntax"),
    _reading(r"nested function definitions are not allowed", "nested-function"),
    _reading(r"Cannot have `return` statements inside `while` or `for`", "loop-return"),
    _reading(r"Don't know what to do with else after for|^Not implemented$", "loop-else",
             "`else` after a loop is not supported in a kernel"),
    _reading(r"__setitem__ is not supported in triton", "item-assignment",
             "elements of a block cannot be assigned; use `tl.where` or `tl.store`"),
    _reading(r"unsupported tensor index", "tensor-index",
             "a block can be indexed only with `:` and `None`; load the element, or use `tl.sum(tl.where(...))`"),
    _reading(r"^(?:name ')?(\w+)'? is not defined$", "UndefinedName", "name '{1}' is not defined"),
    _reading(r"module '(triton[\w.]*)' has no attribute '(\w+)'", "unknown-attribute"),
    _reading(r"'(?:tensor|dtype)' object has no attribute '(\w+)'", "unknown-method"),
    _reading(r"got an unexpected keyword argument '(\w+)'", "unknown-keyword"),
    _reading(r"missing \d+ required positional arguments?: |missing a required argument: ", "missing-argument"),
    _reading(r"takes (?:from \d+ to )?\d+ positional arguments? but \d+ (?:was|were) given", "too-many-arguments"),
    _reading(r"got multiple values for argument '_semantic'", "too-many-arguments", "too many arguments"),
    _reading(r"Keyword argument (\w+) was specified but unrecognised", "launch-unknown-argument",
             "`{1}` is neither a parameter of the kernel nor a compiler option"),
    _reading(r"program_id axis must be 0, 1, or 2", "program-id-axis"),
    _reading(r"Unsupported ptr type .* in `tl\.store`", "store-arguments",
             "the first argument of `tl.store` is not a pointer; the order is `tl.store(pointer, value, mask=...)`"),
    _reading(r"Unsupported ptr type .* in `tl\.load`", "load-pointer", "the first argument of `tl.load` is not a pointer"),
    _reading(r"(Value|Mask) argument cannot be block type if pointer argument is not a block", "scalar-pointer"),
    _reading(r"`other` cannot be provided without `mask`", "other-without-mask"),
    _reading(r"Mask must have boolean scalar type|'tt\.(load|store)' op operand #\d must be 1-bit", "mask-type",
             "a mask must be boolean (a comparison such as `offsets < n`)"),
    _reading(r"must have equal reduction dimensions|are not compatible for matmul", "dot-shape"),
    _reading(r"Input shapes should have M >= (\d+), N >= (\d+) and K >= (\d+)", "dot-small"),
    _reading(r"Both operands must be same dtype", "dot-type"),
    _reading(r"Unsupported [lr]hs dtype", "dot-type"),
    _reading(r"Loop-carried variable (\w+) has initial type (.*) but is re-assigned to (.*) in loop", "loop-carried-type",
             "`{1}` is {2} before the loop and {3} in it; give it one type and shape from the start"),
    _reading(r"Expected dtype \[.*\] but got (\w+)", "float-argument", "this function takes fp32 or fp64, not {1}; use `.to(tl.float32)`"),
    _reading(r"For loop bounds and step must all be ints", "loop-bounds"),
    _reading(r"For (lower bound|upper bound|step) must be a scalar", "loop-bounds"),
    _reading(r"'(List|Tuple|Name|Attribute|Call)' object has no attribute 'func'", "loop-iterator",
             "a loop in a kernel runs over `range(...)`, `tl.range(...)` or `tl.static_range(...)` only"),
    _reading(r"only tuple comprehensions are supported", "unsupported-syntax"),
    _reading(r"used as tl\.static_range \w+ value is not a constexpr", "static-range-constexpr"),
    _reading(r"Block pointers have been removed", "removed-api"),
    _reading(r"AST binary operator 'MatMult'", "matmul-operator", "`@` is not supported in a kernel; use `tl.dot`"),
    _reading(r"unsupported operand type\(s\) for \*\*", "power-operator", "`**` is not supported on tensors; multiply, or use `tl.exp2`/`tl.exp`"),
    _reading(r"Did you forget to add @triton\.jit", "host-call", "this is not a function of Triton and cannot be called with tensors"),
    _reading(r"num_warps must be a power of 2", "num-warps"),
    _reading(r"key contains names that are not kernel arguments: ([^.]*)", "autotune-key"),
    _reading(r"autotune\(\) missing 1 required positional argument: 'key'", "autotune-missing-key",
             "`triton.autotune` needs `key=`: the arguments whose change starts a new tuning"),
    _reading(r"Conflicting meta-parameters: ([\w, ]+)\.", "autotune-conflict"),
    _reading(r"failed to specialize argument of type: (\S+)", "launch-argument-type", "an argument of type {1} cannot be passed to a kernel"),
    _reading(r"AssertionError inside the compiler", "chained-assignment", "the compiler cannot read this statement"),
    _reading(r"'NoneType' object has no attribute 'dtype'", "none-argument", "`None` was passed for this argument, and the kernel uses it"),
    _reading(r"cannot unpack non-iterable value", "unpack-tensor", "a tensor cannot be unpacked"),
    _reading(r"^([\w\[\]<>', ]*)\(\) argument must be .* not 'tensor'", "host-call"),
)  # fmt: skip


def read(message: str, kind: str) -> tuple[str, str]:
    """Code and text for a message of exception class ``kind``."""
    for reading in READINGS:
        match = reading.pattern.search(message)
        if match is None:
            continue
        text = message
        if reading.text:
            text = reading.text
            for number, group in enumerate(match.groups(), 1):
                text = text.replace(f"{{{number}}}", _plain(group or ""))
        return reading.code, _first_lines(text)
    return kind, _first_lines(message)


def _plain(text: str) -> str:
    """``<['32', '32'], fp16>`` as ``fp16[32, 32]``."""
    text = re.sub(r"'?constexpr\[(\w+)\]'?", r"\1", text)
    return re.sub(r"<\[([^\]]*)\], (\w+)>", lambda m: f"{m[2]}[{m[1].replace(chr(39), '')}]", text)


def _first_lines(text: str, limit: int = 600) -> str:
    return _plain(text.strip())[:limit]
