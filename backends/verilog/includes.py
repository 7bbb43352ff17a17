"""Which headers a source pulls in, resolved as the tools do: beside the including file first, then the include directories."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from backends.verilog.source_scan import Include, scan

MAX_DEPTH = 64
MAX_HEADERS = 2_000


@dataclass(frozen=True, slots=True)
class Header:
    """One header: its normalized ``path``, its text, and every ``spelling`` of the path the including files lead to.

    A tool that joins directory and name without normalizing asks for ``/p/rtl/../inc/h.vh``; that is a spelling.
    """

    path: str
    text: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MissingInclude:
    """An include no directory has; ``included_by`` is the file that asks for it."""

    included_by: str
    include: Include


@dataclass(frozen=True, slots=True)
class IncludeClosure:
    headers: tuple[Header, ...]
    missing: tuple[MissingInclude, ...]
    cycles: tuple[tuple[str, ...], ...]
    """Each a chain of paths that ends where it began."""


def include_closure(
    sources: Iterable[tuple[str, str]], include_dirs: Iterable[str], read: Callable[[str], str | None]
) -> IncludeClosure:
    """All headers reached from ``sources`` (pairs of absolute path and text). ``read`` gives a file's text or ``None``."""
    directories = tuple(include_dirs)
    spellings: dict[str, dict[str, None]] = {}
    texts: dict[str, str] = {}
    missing: dict[tuple[str, str], MissingInclude] = {}
    cycles: dict[tuple[str, ...], None] = {}
    visited: set[str] = set()

    def visit(spelled: str, text: str, chain: tuple[str, ...]) -> None:
        for include in scan(text).includes:
            if not include.name or len(texts) >= MAX_HEADERS:
                continue
            found = _resolve(include.name, os.path.dirname(spelled), directories, read)
            if found is None:
                missing.setdefault((chain[-1], include.name), MissingInclude(chain[-1], include))
                continue
            raw, path, header_text = found
            texts[path] = header_text
            spellings.setdefault(path, {})[raw] = None
            if path in chain:
                cycles[(*chain[chain.index(path) :], path)] = None
            elif raw not in visited and len(chain) < MAX_DEPTH:
                visited.add(raw)
                visit(raw, header_text, (*chain, path))

    for path, text in sources:
        if "`include" in text:
            visit(path, text, (path,))
    headers = tuple(Header(p, texts[p], tuple(spellings[p])) for p in texts)
    return IncludeClosure(headers, tuple(missing.values()), tuple(cycles))


def _resolve(
    name: str, beside: str, directories: tuple[str, ...], read: Callable[[str], str | None]
) -> tuple[str, str, str] | None:
    """(spelling, normalized path, text) of the first directory that has it."""
    for directory in (beside, *directories):
        raw = os.path.join(directory, name)
        path = os.path.normpath(raw)
        text = read(path)
        if text is not None:
            return raw, path, text
    return None
