"""Imports go only downward among the five packages; heavy modules are imported by workers only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
LAYERS = ("server", "training", "assistant", "icwm", "backends")
"""Highest first: each may import what stands after it."""
HEAVY = frozenset({"triton", "cadquery", "OCP", "torch", "pyosys", "numpy", "transformers", "ray", "sling"})

BROKEN = (Path("server/demo/files"), Path("training/corpora"))
"""Not code of ours: what the demonstration opens, and what repairs are measured on."""


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and absolute name of every import, also those inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def runs_in_a_worker(path: Path) -> bool:
    """Job files and what lies beside them run in the user's interpreter, without our packages."""
    standalone_sandbox = {"confine.py", "mounts.py", "probe.py", "supervise.py", "zygote_server.py"}
    return (
        path.name.endswith("_job.py")
        or bool({"jobs", "worker"} & {p.name for p in path.parents})
        or (path.parent.name == "sandbox" and path.name in standalone_sandbox)
    )


def violations(root: Path) -> list[str]:
    """One line for each import that breaks a rule, in the five packages below ``root``."""
    found = []
    for height, layer in enumerate(LAYERS):
        for path in sorted((root / layer).rglob("*.py")):
            if any(path.is_relative_to(root / folder) for folder in BROKEN):
                continue
            worker = runs_in_a_worker(path)
            for line, name in imports(path):
                top = name.split(".")[0]
                place = f"{path.relative_to(root)}:{line}"
                if name.startswith("."):
                    if not worker:
                        found.append(f"{place}: relative import")
                elif top in LAYERS[:height]:
                    found.append(f"{place}: {layer} imports {name}, which is above it")
                elif worker and top in LAYERS:
                    found.append(f"{place}: runs in a worker and imports {name}")
                elif name.split(".")[-1].startswith("generate_"):
                    found.append(f"{place}: imports {name}, a generator that developers run")
                elif top in HEAVY and not (worker or layer == "training" or path.name.startswith("generate_")):
                    found.append(f"{place}: imports {name} in the server's process")
    return found


def test_imports_go_only_downward() -> None:
    assert violations(REPOSITORY) == []


def test_there_is_something_to_check() -> None:
    assert sum(1 for layer in LAYERS for _ in (REPOSITORY / layer).rglob("*.py")) > 30


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("backends/x.py", "from server.cli import main"),
        ("icwm/x.py", "def f():\n    import assistant.repair"),
        ("backends/x.py", "from .outcome import Label"),
        ("backends/triton/jobs/x.py", "from backends.outcome import Label"),
        ("backends/cadquery/kernel_job.py", "import backends"),
        ("backends/sandbox/confine.py", "import backends.settings"),
        ("server/x.py", "import numpy as np"),
        ("backends/x.py", "from backends.cadquery.generate_api import generate"),
        ("backends/x.py", "def f():\n    from cadquery import Workplane"),
    ],
)
def test_the_check_finds_what_it_is_for(tmp_path: Path, path: str, code: str) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(code)
    assert len(violations(tmp_path)) == 1


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("server/x.py", "import training.start\nfrom backends.outcome import Label"),
        ("training/x.py", "import torch"),
        ("assistant/x.py", "from icwm.trajectory import Turn"),
        ("backends/triton/jobs/x.py", "import numpy, triton"),
    ],
)
def test_and_nothing_else(tmp_path: Path, path: str, code: str) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(code)
    assert violations(tmp_path) == []
