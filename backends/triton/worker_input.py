"""What the compile and run jobs are given: the file, its neighbours, what of it to run, and in which interpreter."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path
from typing import Any

from backends.environment import Domain, Environment, Role
from backends.installed_packages import installed_version
from backends.protocol import ToolStatus
from backends.python_analysis import MAX_CHARACTERS, analyze_python
from backends.python_project import import_folders, interpreter_of
from backends.triton.entry_points import EntryPoint, entry_points

JOBS = Path(__file__).with_name("jobs")
MAX_CASES = 4
INSTALL = "pip install 'hardsight[triton]', or name a Python that has triton in the setting triton.interpreter"
_TAKEN = frozenset(sys.stdlib_module_names) | {"triton", "torch", "numpy", "pytest"}


def triton_version(environment: Environment) -> str:
    """Of the interpreter that runs the kernels."""
    return f"triton {installed_version('triton', interpreter_of(environment)) or 'of unknown version'}"


def triton_status(name: str, enables: str) -> ToolStatus:
    """For ``hardsight doctor``."""
    version = installed_version("triton", None)
    if version is None:
        return ToolStatus(name, enables, INSTALL)
    spec = importlib.util.find_spec("triton")
    where = str(Path(spec.origin).parent) if spec is not None and spec.origin else sys.prefix
    return ToolStatus(name, enables, INSTALL, where, f"triton {version}")


def mentions_kernels(code: str) -> bool:
    return "triton" in code and "jit" in code and len(code) <= MAX_CHARACTERS


def import_path(environment: Environment) -> tuple[str, ...]:
    """The directories from which the file's own imports come, for the worker's ``sys.path``."""
    folders = import_folders(Domain.TRITON, environment.path, environment.root, environment.settings)
    test = environment.testbench
    beside = [] if test is None else [Path(test.path).parent]
    return tuple(dict.fromkeys(str(folder) for folder in (*folders, *beside)))


def runnable(code: str, environment: Environment, tree: ast.Module | None) -> tuple[EntryPoint, ...]:
    """The tests of the test file beside it, else what the file itself offers."""
    return _tests(environment) or (() if tree is None else entry_points(code, tree))


def job_payload(code: str, environment: Environment, tree: ast.Module) -> dict[str, Any]:
    """The fields that both jobs take."""
    test = environment.testbench
    tests = _tests(environment)
    entries = tests or entry_points(code, tree)
    return {
        "path": environment.path,
        "source": code,
        "module_name": _module_name(environment.path),
        "modules": {f.path: f.text for f in environment.of_role(Role.MODULE)} | {environment.path: code},
        "entries": [e.to_json() for e in entries],
        "test": None
        if test is None or not tests
        else {"path": test.path, "source": test.text, "module_name": _module_name(test.path)},
        "max_cases": MAX_CASES,
        "run": environment.settings.triton.run,
    }


def _tests(environment: Environment) -> tuple[EntryPoint, ...]:
    test = environment.testbench
    if test is None:
        return ()
    tree = analyze_python(test.text).tree
    return () if tree is None else entry_points(test.text, tree)


def _module_name(path: str) -> str:
    """Under which name other files of the project import this one."""
    stem = Path(path).stem
    return stem if stem.isidentifier() and stem not in _TAKEN else "kernel_file"
