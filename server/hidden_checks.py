"""Checks whose word is not shown because the settings say so: noise to most readers, and to nearly all in testbenches."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import lru_cache

from backends.outcome import Diagnostic, Severity
from server.settings import DiagnosticsSettings


def is_hidden(diagnostic: Diagnostic, settings: DiagnosticsSettings, in_testbench: Callable[[], bool]) -> bool:
    """Errors are always shown. ``in_testbench`` is asked only when the answer depends on it."""
    if diagnostic.severity is Severity.ERROR:
        return False
    check = f"{diagnostic.source}:{diagnostic.code}"
    if _matches(check, settings.hide):
        return True
    return _matches(check, settings.hide_in_testbenches) and in_testbench()


@lru_cache(maxsize=2048)
def _matches(check: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(check, pattern) for pattern in patterns)
