"""The testbench of a module that has none of its own: the nearest one that instantiates it, itself or through its parents.

A module is looked at in its own testbench first (``testbench``); this one is for the parts of a design that are only ever
simulated as parts.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from backends.verilog.module_index import ModuleIndex
from backends.verilog.source_reader import READER
from backends.verilog.source_scan import scan
from backends.verilog.testbench import find_testbenches, is_testbench

MAX_LEVELS = 8
MAX_FILES = 64
"""Files read on the way up; a cell that thousands of modules use has no testbench that is about it."""


@dataclass(frozen=True, slots=True)
class InheritedTestbench:
    """Absolute paths of a testbench and of the file with the design it exercises (the testbench itself when that is direct)."""

    bench: str
    design: str


def inherited_testbench(
    path: str, modules: Iterable[str], root: str, overlay: Mapping[str, str], index: ModuleIndex
) -> InheritedTestbench | None:
    """A testbench in whose design ``modules`` of ``path`` stand; levels nearer to the module first."""
    wanted = dict.fromkeys(modules, path)
    seen = {path}
    read = 0
    for _ in range(MAX_LEVELS):
        parents: list[tuple[str, str]] = []
        for user in _users(wanted, index, seen):
            text = READER.read(user, overlay)
            read += 1
            if read > MAX_FILES:
                return None
            if text is not None and _is_meant(user, text, wanted, index):
                parents.append((user, text))
        for user, text in parents:
            if is_testbench(user, text):
                return InheritedTestbench(user, user)
        for user, text in parents:
            found = find_testbenches(user, scan(text).modules, root, None, overlay, index)
            if found:
                return InheritedTestbench(found[0], user)
        wanted = {module: user for user, text in parents for module in scan(text).modules}
        if not wanted:
            return None
    return None


def _users(wanted: Mapping[str, str], index: ModuleIndex, seen: set[str]) -> list[str]:
    """Files not seen yet that refer to one of the modules, those nearest to its definition first."""
    found: dict[str, int] = {}
    for module, definition in wanted.items():
        for user in index.files_referring_to(module):
            if user not in seen:
                found.setdefault(user, -len(os.path.commonpath([user, definition])))
    seen.update(found)
    return sorted(found, key=lambda user: (found[user], user))


def _is_meant(user: str, text: str, wanted: Mapping[str, str], index: ModuleIndex) -> bool:
    """True when ``user`` refers to one of these definitions, and not to another file's module of the same name."""
    facts = scan(text)
    for module in facts.references.intersection(wanted):
        if module in facts.units:
            continue
        definitions = dict.fromkeys((wanted[module], *index.files_defining(module)))
        nearest = min(definitions, key=lambda p: (-len(os.path.commonpath([p, user])), p.count("/"), p))
        if nearest == wanted[module]:
            return True
    return False
