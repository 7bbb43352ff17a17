"""Runs scripts through the backends as the server does, in one warm kernel for the whole session."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from backends.cadquery.kernel import CadQueryKernel
from backends.cadquery.static_analysis import CadQueryStatic
from backends.domains import environment_for
from backends.environment import Domain
from backends.outcome import Diagnostic, Outcome
from backends.settings import CadQuerySettings, Limits, ToolSettings

DATA = Path(__file__).parents[2] / "data" / "cadquery"
PARTS = ("bracket", "enclosure", "flange", "gear", "hinge_assembly")
HEADER = "import cadquery as cq\n"


async def run(
    code: str,
    folder: Path,
    *,
    name: str = "part.py",
    limits: Limits | None = None,
    overlay: dict[str, str] | None = None,
    **settings: Any,
) -> Outcome:
    """The kernel's outcome for a script that lies in ``folder`` (unsaved)."""
    tools = ToolSettings(cadquery=CadQuerySettings(**settings), limits=limits or Limits())
    path = str(folder / name)
    environment = environment_for(Domain.CADQUERY, path, code, str(folder), tools, overlay)
    return await CadQueryKernel().run(code, environment)


def analyze(code: str, folder: Path, **settings: Any) -> Outcome:
    tools = ToolSettings(cadquery=CadQuerySettings(**settings))
    environment = environment_for(Domain.CADQUERY, str(folder / "part.py"), code, str(folder), tools)
    return CadQueryStatic().analyze(code, environment)


def marked(code: str, diagnostic: Diagnostic) -> str:
    """The text that a diagnostic marks."""
    lines = code.split("\n")
    start, end = diagnostic.range.start, diagnostic.range.end
    if start.line == end.line:
        return lines[start.line][start.column : end.column]
    middle = lines[start.line + 1 : end.line]
    return "\n".join([lines[start.line][start.column :], *middle, lines[end.line][: end.column]])
