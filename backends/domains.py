"""Which domain a file belongs to, and the environment it is checked in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from backends.environment import Domain, Environment
from backends.settings import ToolSettings

VERILOG_SUFFIXES = frozenset({".v", ".sv", ".vh", ".svh"})
_TRITON = re.compile(r"^\s*(import\s+triton\b|from\s+triton\b)", re.MULTILINE)
_CADQUERY = re.compile(r"^\s*(import\s+cadquery\b|from\s+cadquery\b|import\s+.*\bcadquery\b)", re.MULTILINE)


def domain_of(path: str, text: str) -> Domain | None:
    """By suffix for Verilog; Python files by what they import (the first 64 KiB are read)."""
    suffix = Path(path).suffix.lower()
    if suffix in VERILOG_SUFFIXES:
        return Domain.VERILOG
    if suffix == ".py":
        head = text[:65536]
        if _TRITON.search(head):
            return Domain.TRITON
        if _CADQUERY.search(head):
            return Domain.CADQUERY
    return None


def environment_for(
    domain: Domain, path: str, text: str, root: str, settings: ToolSettings, overlay: Mapping[str, str] | None = None
) -> Environment:
    """Collect what the file needs: file lists, includes, testbench; imported modules for Python.

    ``overlay`` maps absolute paths to the text an editor holds for them; it wins over the disk.
    Unreadable or missing neighbours are left out; the tool's own message then names them.
    """
    overlay = overlay or {}
    if domain is Domain.VERILOG:
        from backends.verilog.project import verilog_environment

        return verilog_environment(path, text, root, settings, overlay)
    from backends.python_project import python_environment

    return python_environment(domain, path, text, root, settings, overlay)


def neighbours_known(domain: Domain, path: str, root: str, seconds: float = 0.0) -> bool:
    """Whether ``environment_for`` would find all there is, after waiting at most ``seconds`` for the project to be read.

    A large project is read in the background: an editor asks again later, a command waits.
    """
    if domain is not Domain.VERILOG:
        return True
    from backends.verilog.project import neighbours_known

    return neighbours_known(path, root, seconds)


def notice_change(path: str, root: str) -> None:
    """Tell the project of ``path`` that the file came, changed or went on disk, so that the next environment knows."""
    if Path(path).suffix.lower() in VERILOG_SUFFIXES:
        from backends.verilog.project import notice_change

        notice_change(path, root)
