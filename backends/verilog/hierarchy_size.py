"""How large a design may elaborate to, estimated from the texts, so that a front end in our process is given bounds it can keep.

A few lines can describe a billion instances: generate loops in generate loops, modules that instantiate each other twice,
recursion. slang elaborates them all, in memory, and cannot be interrupted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from backends.text_cache import cached_by_text
from backends.verilog.source_scan import blank_comments_and_strings, scan

MAX_INSTANCES = 50_000
MAX_DEPTH = 128
MAX_STEPS = 200_000
"""Steps of one constant function call; fewer when a file has many calls of functions that loop."""

_HEAD = re.compile(r"\b(?:module|macromodule|program)\s+(?:automatic\s+|static\s+)?([A-Za-z_][\w$]*)")
_FOR = re.compile(r"\bfor\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_NUMBER = re.compile(r"(?<![\w'])\d+(?![\w'])")
_NAME = re.compile(r"[A-Za-z_]\w*")
_FUNCTION = re.compile(r"\bfunction\b.*?\bendfunction\b", re.DOTALL)
_FUNCTION_NAME = re.compile(r"\bfunction\b[^;(]*?([A-Za-z_][\w$]*)\s*[;(]")
_LOOP = re.compile(r"\b(?:for|while|repeat|forever|do)\b")


@dataclass(frozen=True, slots=True)
class HierarchySize:
    """``instances`` is a rough upper bound; ``depth`` how deep a recursive design may go and stay within the bound."""

    instances: float
    depth: int
    steps: int


def hierarchy_size(texts: Iterable[str]) -> HierarchySize:
    """Bounds for elaborating these texts together. Costs little for files without generate loops."""
    children: dict[str, dict[str, float]] = {}
    calls = 0
    for text in texts:
        for module, inside in _children(text).items():
            children[module] = inside
        calls += _looping_calls(text)
    steps = max(2_000, min(MAX_STEPS, 2_000_000 // max(1, calls)))
    counts: dict[str, float] = {}
    active: dict[str, None] = {}
    branching = 0.0

    def count(name: str) -> float:
        nonlocal branching
        if name in counts:
            return counts[name]
        if name in active or len(active) > 500:
            # What repeats the cycle is the product along it; the instance statements of its members bound that.
            cycle = list(active)[list(active).index(name) :] if name in active else []
            factor = math.prod(max(1.0, sum(t for c, t in children[m].items() if c in children)) for m in cycle)
            branching = max(branching, factor ** (1 / max(1, len(cycle))))
            return 1.0
        active[name] = None
        total = 1.0
        for child, times in children[name].items():
            total += times * (count(child) if child in children else 1.0)
        del active[name]
        counts[name] = total
        return total

    largest = max((count(name) for name in children), default=0.0)
    depth = MAX_DEPTH
    if branching > 1.01:
        depth = max(4, min(MAX_DEPTH, int(math.log(MAX_INSTANCES) / math.log(branching))))
    return HierarchySize(largest, depth, steps)


@cached_by_text
def _children(text: str) -> dict[str, dict[str, float]]:
    """For each module how often it may instantiate each other one; ``""`` stands for bare generate loops."""
    facts = scan(text)
    repeats = _repeats(text) if "for" in text and ("genvar" in text or "generate" in text) else {}
    found: dict[str, dict[str, float]] = {m: {} for m in facts.modules}
    for module, times in repeats.items():
        if times > 1:
            found.setdefault(module, {})[""] = times
    for module, child, array in facts.instances:
        inside = found.setdefault(module, {})
        times = repeats.get(module, 1.0) * (_bound(array, text) if array else 1.0)
        inside[child] = inside.get(child, 0.0) + times
    return found


def _repeats(text: str) -> dict[str, float]:
    """How often the generate loops of each module may run: the product of its two longest loops."""
    blanked = blank_comments_and_strings(text)
    heads = list(_HEAD.finditer(blanked))
    found = {}
    for i, head in enumerate(heads):
        body = blanked[head.end() : heads[i + 1].start() if i + 1 < len(heads) else len(blanked)]
        if "for" in body and ("genvar" in body or "generate" in body):
            bounds = sorted((_bound(m.group(1), body) for m in _FOR.finditer(body)), reverse=True)
            found[head.group(1)] = math.prod(bounds[:2])
    return found


def _bound(header: str, body: str) -> float:
    """How far a loop or an array may count: the largest number in it, or that a name in it is set to."""
    numbers = [int(n) for n in _NUMBER.findall(header)[:32] if len(n) < 12]
    for name in _NAME.findall(header)[:8]:
        if name not in ("genvar", "integer", "int"):
            value = re.search(rf"\b{name}\s*=\s*(\d{{1,11}})\b(?!')", body)
            if value:
                numbers.append(int(value.group(1)))
    return float(max(numbers, default=64) + 1)


@cached_by_text
def _looping_calls(text: str) -> int:
    if "function" not in text:
        return 0
    names = set()
    for body in _FUNCTION.findall(text):
        if _LOOP.search(body):
            name = _FUNCTION_NAME.search(body)
            if name:
                names.add(name.group(1))
    return sum(len(re.findall(rf"\b{re.escape(n)}\s*\(", text)) for n in list(names)[:32])
