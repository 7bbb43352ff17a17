"""Which testbench exercises a file, and whether a file is itself one.

By configuration first; then by the names engineers use: ``tb_x``, ``x_tb``, ``x_test``, ``test_x`` (Verilog, or Python for
cocotb) beside the file or in a ``tb``, ``test``, ``sim`` … folder of it, its parents up to the root, or anywhere in the
project by module name. A candidate must mention the module it is named after.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from backends.text_cache import cached_by_text
from backends.verilog.module_index import ModuleIndex
from backends.verilog.source_reader import READER
from backends.verilog.source_scan import blank_comments_and_strings, scan

FOLDERS = (
    "",
    "tb",
    "tbs",
    "test",
    "tests",
    "sim",
    "bench",
    "testbench",
    "testbenches",
    "verif",
    "verification",
    "cocotb",
)
GENERIC_NAMES = frozenset({"tb", "testbench", "test", "tb_top", "top_tb", "tb_main", "bench"})
"""Accepted when nothing is named after the module, the file instantiates it, and it lies in one of the folders."""

_NAMED = re.compile(
    r"(?:(?:tb|test|testbench|bench)_(?P<after>.+)|(?P<before>.+?)_(?:tb|test|testbench|bench))", re.IGNORECASE
)
_TEST_NAME = re.compile(r"(?:^|_)(?:tb|test|testbench|bench)(?:_|$)|^tb[A-Z_]|TB$|_t$", re.IGNORECASE)
_HEAD = re.compile(
    r"\b(?:module|program)\s+(?:automatic\s+|static\s+)?([A-Za-z_][\w$]*)\s*(?:#\s*\((?:[^()]|\([^()]*\))*\)\s*)?(\(\s*\)|;|\()"
)
_STIMULUS = re.compile(
    r"\$(?:finish|stop|fatal|display|monitor|dumpvars|error|write)\b|\binitial\b|^\s*program\b", re.MULTILINE
)
_SELF_DRIVEN = re.compile(r"\binitial\b|\bprogram\b|\balways\s*(?:begin\b[^@]{0,80}?)?#")
_COSIMULATED = re.compile(r"\$(?:from|to)_myhdl\b")
"""Driven from outside, by a program that loads its own interface into the simulator."""
_COCOTB = re.compile(r"^\s*(?:import\s+cocotb\b|from\s+cocotb\b)", re.MULTILINE)


@cached_by_text
def testbench_modules(text: str) -> tuple[str, ...]:
    """Modules of a text that look like testbenches: no ports, and something that stimulates or reports."""
    if not _SELF_DRIVEN.search(text) or _COSIMULATED.search(text):
        return ()
    blanked = blank_comments_and_strings(text)
    found = []
    heads = list(_HEAD.finditer(blanked))
    for i, head in enumerate(heads):
        if head.group(2) == "(":
            continue
        body = blanked[head.end() : heads[i + 1].start() if i + 1 < len(heads) else len(blanked)]
        if _STIMULUS.search(body):
            found.append(head.group(1))
    return tuple(found)


def is_testbench(path: str, text: str) -> bool:
    """True when the file is meant to be simulated by itself: its name says so, or it stimulates and instantiates."""
    modules = testbench_modules(text)
    if not modules:
        return False
    if _TEST_NAME.search(os.path.splitext(os.path.basename(path))[0]):
        return True
    facts = scan(text)
    return (
        bool((facts.references - set(facts.modules)) or len(facts.modules) > 1) or "$finish" in text or "$fatal" in text
    )


def is_cocotb_test(text: str) -> bool:
    return bool(_COCOTB.search(text))


def find_testbenches(
    path: str,
    modules: Iterable[str],
    root: str,
    configured: str | None,
    overlay: Mapping[str, str],
    index: ModuleIndex | None,
) -> tuple[str, ...]:
    """Absolute paths of the testbenches of ``path``, the preferred one first: Verilog before cocotb, near before far."""
    if configured:
        chosen = os.path.normpath(os.path.join(root, configured))
        return (chosen,) if READER.read(chosen, overlay) is not None else ()
    stem = os.path.splitext(os.path.basename(path))[0]
    units = {u: i for i, u in enumerate(dict.fromkeys((stem, *modules)))}
    ranked: list[tuple[bool, bool, int, int, str]] = []
    for distance, directory in enumerate(_directories(path, root)):
        for unit, candidate in _candidates(directory, overlay):
            if candidate == path or (unit and unit not in units):
                continue
            text = READER.read(candidate, overlay)
            python = candidate.endswith(".py")
            if text is None or not (is_cocotb_test(text) if python else _instantiates(text, units)):
                continue
            ranked.append((python, not unit, distance, units.get(unit, 0), candidate))
    found = [c for *_, c in sorted(ranked)]
    if index is not None and not any(not c.endswith(".py") for c in found):
        for unit in list(units)[:64]:
            for name in (f"tb_{unit}", f"{unit}_tb", f"{unit}_test", f"test_{unit}", f"{unit}_testbench"):
                for candidate in index.files_defining(name):
                    text = READER.read(candidate, overlay)
                    if candidate != path and text is not None and _instantiates(text, units):
                        found.insert(0, candidate)
    return tuple(dict.fromkeys(found))


def _instantiates(text: str, units: Iterable[str]) -> bool:
    return bool(testbench_modules(text)) and not scan(text).references.isdisjoint(units)


def _candidates(directory: str, overlay: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(module it is named after or ``""``, path) of everything in a folder that is named like a testbench."""
    try:
        listed = _listed(directory, os.stat(directory).st_mtime_ns)
    except OSError:
        listed = ()
    yield from listed
    known = {c for _, c in listed}
    for held in overlay:
        if os.path.dirname(held) == directory and held not in known:
            named = _test_name(os.path.basename(held))
            if named is not None:
                yield named, held


@lru_cache(maxsize=512)
def _listed(directory: str, _modified: int) -> tuple[tuple[str, str], ...]:
    found = []
    for name in sorted(os.listdir(directory)):
        named = _test_name(name)
        if named is not None:
            found.append((named, os.path.join(directory, name)))
    return tuple(found)


def _test_name(name: str) -> str | None:
    stem, suffix = os.path.splitext(name)
    if suffix.lower() not in (".v", ".sv", ".py"):
        return None
    match = _NAMED.fullmatch(stem)
    if match:
        return match.group("after") or match.group("before")
    return "" if stem.lower() in GENERIC_NAMES and suffix != ".py" else None


def _directories(path: str, root: str) -> list[str]:
    """The file's folder and the test folders in it and in each of its parents up to the root, nearest first."""
    here = os.path.dirname(path)
    seen: dict[str, None] = {}
    top = os.path.normpath(root)
    while True:
        for folder in FOLDERS:
            seen[os.path.join(here, folder) if folder else here] = None
        if here == top or not here.startswith(top.rstrip("/") + "/"):
            break
        here = os.path.dirname(here)
    return list(seen)
