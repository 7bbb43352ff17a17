"""The test oracle of a file: what knows what its code is meant to do, and whether it has passed.

A testbench, a test beside a Python file, or the assertions in the file itself. One that compares nothing is none: its
passing shows that the code runs, not that it is right.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.tokens import tokenize
from assistant.weakening import checks_something
from backends.environment import Domain, Environment
from backends.outcome import Label, Outcome, Stage

_COMPARISONS = frozenset({"==", "!=", "===", "!==", "==?", "!=?"})
_VERDICT = re.compile(r"fail|error|mismatch|wrong|incorrect", re.IGNORECASE)
_RUNS = (Stage.SIMULATE, Stage.RUN)


@dataclass(frozen=True, slots=True)
class Oracle:
    """``name`` is empty when there is none. ``passed`` is True when it ran and agreed, False when it ran and did not.

    ``passed`` is ``None`` when it could not be run. ``silent`` names one that ran but compares nothing.
    """

    name: str = ""
    passed: bool | None = None
    silent: str = ""


def oracle_of(code: str, environment: Environment, outcomes: Sequence[Outcome]) -> Oracle:
    """What ``outcomes``, those of ``code``, say of its oracle."""
    runs = [o for o in outcomes if o.stage in _RUNS and o.label is not Label.UNAVAILABLE]
    passed = None if not runs else not any(o.label.failed for o in runs)
    name, speaks = _find(code, environment)
    if not name or speaks:
        return Oracle(name, passed if name else None)
    return Oracle(silent=name) if passed else Oracle(name, passed)


def _find(code: str, environment: Environment) -> tuple[str, bool]:
    """The oracle's name for the user, and whether it compares anything."""
    bench = environment.testbench
    if environment.domain is Domain.VERILOG:
        return ("testbench", _bench_compares(bench.path, bench.text)) if bench is not None else ("", False)
    if bench is not None and _has_test(bench.text, environment.domain):
        return Path(bench.path).name, True
    if environment.domain is Domain.TRITON:
        return ("the file's own test", True) if _tests_itself(code) else ("", False)
    return ("the script's own assertions", True) if checks_something(code, environment.domain) else ("", False)


def _bench_compares(path: str, text: str) -> bool:
    if path.endswith(".py"):
        return checks_something(text, Domain.CADQUERY)
    tokens = tokenize(text, Domain.VERILOG)
    compares = any(t.text in _COMPARISONS for t in tokens)
    says = any(t.text.startswith('"') and _VERDICT.search(t.text) for t in tokens)
    return checks_something(text, Domain.VERILOG) or (compares and says)


def _has_test(text: str, domain: Domain) -> bool:
    """Whether a test file has a function that can be run as it is and checks something, or is a script that does."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    if domain is Domain.TRITON:
        from backends.triton.entry_points import entry_points

        return bool(entry_points(text, tree)) and checks_something(text, domain)
    return any(
        isinstance(node, ast.Assert)
        or (
            isinstance(node, ast.FunctionDef)
            and node.name.startswith("test")
            and not any(
                (node.args.posonlyargs, node.args.args, node.args.kwonlyargs, node.args.vararg, node.args.kwarg)
            )
            and checks_something(ast.unparse(node), domain)
        )
        for node in tree.body
    )


def _tests_itself(code: str) -> bool:
    """Whether a kernel file has a test, a main block or a function with its reference, and something is compared."""
    from backends.triton.entry_points import entry_points

    try:
        entries = entry_points(code, ast.parse(code))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(e.kind == "pair" for e in entries) or (bool(entries) and checks_something(code, Domain.TRITON))
