"""Runs the functions of a script's test file against it, without needing a test runner."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from .script import Run, run_traced


def run_tests(code: str, path: str, script_path: str, run: Run) -> dict[str, Any]:
    """``passed`` and ``skipped`` names and ``failures`` (name and error). The script is importable by its own name.

    A function with parameters (a fixture's user) is skipped, since there is no test runner to fill them in.
    """
    sys.modules[Path(script_path).stem] = sys.modules["__main__"]
    module = ModuleType(Path(path).stem)
    module.__file__ = path
    sys.modules[module.__name__] = module
    outcome: dict[str, Any] = {"passed": [], "skipped": [], "failures": []}
    loading = Run(run.trace)
    run_traced(lambda: exec(compile(code, path, "exec", dont_inherit=True), module.__dict__), loading)
    if loading.error is not None:
        outcome["failures"].append({"name": module.__name__, "error": loading.error})
        return outcome
    for name, function in list(vars(module).items()):
        if not name.startswith("test") or not inspect.isfunction(function):
            continue
        if inspect.signature(function).parameters:
            outcome["skipped"].append(name)
            continue
        one = Run(run.trace)
        run_traced(function, one)
        if one.error is None:
            outcome["passed"].append(name)
        else:
            outcome["failures"].append({"name": name, "error": one.error})
    return outcome
