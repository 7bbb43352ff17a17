"""Which CadQuery calls a script made, from which place of its text, what went in and what came out."""

from __future__ import annotations

import functools
import itertools
import math
import os
import sys
import sysconfig
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import Any

import cadquery as cq

MAX_CALLS = 5000
OPERATORS = {"__add__": "union", "__or__": "union", "__sub__": "cut", "__mul__": "intersect", "__and__": "intersect"}
_SILENT = frozenset({"val", "vals", "size", "all", "newObject", "findSolid", "toOCC", "largestDimension", "toPending"})
_PREFIXES = tuple(
    {sysconfig.get_path(name) + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    | {str(Path(__file__).resolve().parents[1]) + os.sep}
)


@dataclass(slots=True)
class Place:
    """A call in the user's text: one-based lines and UTF-8 byte columns, ``None`` where the interpreter keeps none."""

    file: str
    line: int
    end_line: int | None = None
    column: int | None = None
    end_column: int | None = None

    def to_json(self) -> list[Any]:
        return [self.file, self.line, self.end_line, self.column, self.end_column]


@dataclass(slots=True)
class Call:
    """One call that user code made on a Workplane, Sketch or Assembly."""

    index: int
    owner: str
    name: str
    code: CodeType
    instruction: int
    before: Any
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    function: Callable[..., Any]
    pending_edges: int = 0
    wires: tuple[Any, ...] = ()
    result: Any = None
    error: BaseException | None = None
    empty: Call | None = None
    """The selection that found nothing and on whose outcome this call was made."""
    parts: int = 0
    """Children of the assembly before the call."""

    @property
    def place(self) -> Place:
        return place_of(self.code, self.instruction)

    @property
    def site(self) -> tuple[CodeType, int]:
        return (self.code, self.instruction)

    def argument(self, name: str, position: int, default: Any = None) -> Any:
        if name in self.kwargs:
            return self.kwargs[name]
        return self.args[position] if position < len(self.args) else default


@dataclass
class Trace:
    """The calls of one script, in the order in which they began."""

    calls: list[Call] = field(default_factory=list)
    non_finite: list[Call] = field(default_factory=list)
    empty: dict[int, Call] = field(default_factory=dict)
    depth: int = 0
    dropped: int = 0
    last_error: Call | None = None

    def open(self, owner: str, name: str, frame: FrameType | None, function: Callable[..., Any], before: Any,
             args: tuple[Any, ...], kwargs: dict[str, Any]) -> Call | None:  # fmt: skip
        while frame is not None and not is_user_file(frame.f_code.co_filename):
            frame = frame.f_back
        if frame is None:
            return None
        if len(self.calls) >= MAX_CALLS:
            self.dropped += 1
            return None
        call = Call(len(self.calls), owner, name, frame.f_code, frame.f_lasti, before, args, kwargs, function)
        context = getattr(before, "ctx", None)
        if context is not None:
            call.pending_edges = len(context.pendingEdges)
            call.wires = tuple(context.pendingWires)
        if isinstance(before, cq.Assembly):
            call.parts = len(before.children)
        call.empty = self.empty.get(id(before))
        self.calls.append(call)
        if any(_non_finite(value) for value in itertools.chain(args, kwargs.values())):
            self.non_finite.append(call)
        return call

    def close(self, call: Call, result: Any) -> None:
        call.result = result
        if isinstance(result, cq.Workplane) and call.name in SELECTORS and not result.objects:
            # The result is kept alive by the call, so its id stays its own.
            self.empty[id(result)] = call.empty or call


SELECTORS = frozenset(
    {"faces", "edges", "vertices", "wires", "solids", "shells", "compounds", "ancestors", "siblings", "filter"}
)

active: Trace | None = None


def install() -> None:
    """Wrap the public methods of Workplane, Sketch and Assembly once, before any script runs."""
    for owner in (cq.Workplane, cq.Sketch, cq.Assembly):
        for name, value in list(vars(owner).items()):
            wanted = name in OPERATORS or not name.startswith("_")
            bound = isinstance(value, (staticmethod, classmethod, property, type))
            if wanted and name not in _SILENT and not bound and callable(value):
                setattr(owner, name, _traced(owner, name, value))


def _traced(owner: type, name: str, original: Any) -> Callable[..., Any]:
    """``original`` with its calls from user code recorded; multimethods are bound by their own ``__get__``."""
    label = OPERATORS.get(name, name)

    @functools.wraps(original)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        trace = active
        if trace is None or trace.depth:
            return original.__get__(self, owner)(*args, **kwargs)
        record = trace.open(owner.__name__, label, sys._getframe(1), original, self, args, kwargs)
        trace.depth += 1
        try:
            result = original.__get__(self, owner)(*args, **kwargs)
        except BaseException as error:
            if record is not None:
                record.error = error
                trace.last_error = record
            raise
        finally:
            trace.depth -= 1
        if record is not None:
            trace.close(record, result)
        return result

    return call


@functools.cache
def is_user_file(name: str) -> bool:
    """False for the standard library, installed packages, this folder and text without a file."""
    return not name.startswith("<") and not name.startswith(_PREFIXES)


def place_of(code: CodeType, instruction: int) -> Place:
    """The text of the instruction at byte offset ``instruction``; only the line before Python 3.11."""
    positions = getattr(code, "co_positions", None)
    if positions is not None:
        found = next(itertools.islice(positions(), instruction // 2, None), None)
        if found is not None and found[0] is not None:
            line, end_line, column, end_column = found
            return Place(code.co_filename, line, end_line, column, end_column)
    line = code.co_firstlineno
    for start, end, number in code.co_lines():
        if start <= instruction < end and number is not None:
            line = number
    return Place(code.co_filename, line)


def user_places(trace: TracebackType | None) -> list[Place]:
    """The user's frames of a traceback, outermost first."""
    return [
        place_of(frame.f_code, instruction)
        for frame, instruction in _frames(trace)
        if is_user_file(frame.f_code.co_filename)
    ]


def _frames(trace: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lasti
        trace = trace.tb_next


def _non_finite(value: Any, depth: int = 0) -> bool:
    if isinstance(value, float):
        return not math.isfinite(value)
    if isinstance(value, cq.Vector):
        return not all(math.isfinite(x) for x in value.toTuple())
    if depth < 2 and isinstance(value, (tuple, list)):
        return any(_non_finite(item, depth + 1) for item in value[:512])
    return False
