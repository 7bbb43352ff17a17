"""What the demo prints: tiers with their latencies, the verified diff, the stored trajectory; kept as an SVG picture."""

from __future__ import annotations

import difflib
import os
import shutil
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from rich.console import Console
from rich.markup import escape
from rich.rule import Rule
from rich.syntax import Syntax
from rich.table import Table

from icwm.trajectory import Trajectory
from server.demo.session import Fixed, Timed

WIDTH = 132
SHOWN = 8
MARKS = {
    lsp.DiagnosticSeverity.Error: "[bold red]error  [/]",
    lsp.DiagnosticSeverity.Warning: "[bold yellow]warning[/]",
    lsp.DiagnosticSeverity.Information: "[cyan]info   [/]",
    lsp.DiagnosticSeverity.Hint: "[dim]hint   [/]",
}
METRICS = (
    "luts", "flip_flops", "logic_depth", "shared_bytes", "registers", "spill_bytes", "volume", "bounding_box", "solids", "faces",
)  # fmt: skip


class Report:
    """Prints to the terminal and records the same for the picture."""

    def __init__(self) -> None:
        self._console = Console(record=True, width=WIDTH, highlight=False)

    def started(self, seconds: float, folder: Path) -> None:
        self._print(
            f"[bold]hardsight serve[/] answered over stdio in {seconds:.2f} s; working on copies in {_shown(folder)}"
        )

    def file(self, path: Path, text: str) -> None:
        self._console.print()
        self._console.print(Rule(f"[bold]{escape(path.name)}[/] · {len(text.splitlines())} lines"))

    def tier(self, name: str, timed: Timed) -> None:
        self._print(f"[bold green]{name}[/] tier: {_count(timed.diagnostics)} after {_duration(timed.seconds)}")
        for diagnostic in timed.diagnostics[:SHOWN]:
            place = f"{diagnostic.range.start.line + 1}:{diagnostic.range.start.character + 1}"
            message = diagnostic.message.splitlines()[0]
            self._print(
                f"  {place:>8} {MARKS[diagnostic.severity or lsp.DiagnosticSeverity.Error]} {escape(message)} "
                f"[dim]({escape(str(diagnostic.source))})[/]"
            )
        if len(timed.diagnostics) > SHOWN:
            self._print(f"           … and {len(timed.diagnostics) - SHOWN} more")

    def no_prediction(self) -> None:
        self._print("[bold green]predicted[/] tier: no world model is installed yet, so nothing is predicted")

    def outcomes(self, outcomes: list[dict[str, Any]]) -> None:
        table = Table(box=None, padding=(0, 2, 0, 0), show_header=True, header_style="dim")
        for column in ("tool", "version", "target", "says", "seconds", "numbers"):
            table.add_column(column)
        for outcome in outcomes:
            label = outcome["label"]
            colour = {"PASS": "green", "UNAVAILABLE": "yellow"}.get(label, "red")
            table.add_row(
                outcome["tool"],
                escape(outcome["tool_version"].split("\n")[0][:18]),
                outcome["target"] or "",
                f"[{colour}]{label}[/]",
                f"{outcome['seconds']:.2f}",
                escape(_numbers(outcome["metrics"])),
            )
        self._console.print(table)

    def fix(self, fixed: Fixed, broken: str, name: str) -> None:
        status = fixed.result.get("status", "none")
        colour = "green" if status == "verified" else "yellow"
        self._print(
            f"[bold green]fix[/]: [{colour}]{status}[/] after {_duration(fixed.seconds)} by {fixed.result.get('proposer')}"
        )
        thinking = str(fixed.result.get("thinking") or "").strip()
        for line in thinking.splitlines()[:6]:
            self._print(f"  [italic]{escape(line)}[/]")
        diff = difflib.unified_diff(
            broken.splitlines(), fixed.text.splitlines(), name, f"{name} (repaired)", lineterm="", n=1
        )
        self._console.print(
            Syntax("\n".join(diff), "diff", theme="ansi_dark", background_color="default", word_wrap=True)
        )
        self._print(f"  checked: {', '.join(fixed.result.get('checked') or ['nothing'])}")
        if fixed.result.get("not_checked"):
            self._print(f"  not checked: {escape(', '.join(fixed.result['not_checked']))}")

    def after(self, outcomes: list[dict[str, Any]], folder: Path) -> None:
        self._print("[bold green]confirmed[/] again, after the fix:")
        self.outcomes(outcomes)
        for outcome in outcomes:
            for name, path in outcome["artifacts"].items():
                if name.startswith("picture"):
                    kept = folder / f"part{Path(path).suffix}"
                    shutil.copyfile(path, kept)
                    self._print(f"  picture of the part: {_shown(kept)}")

    def trajectory(self, trajectory: Trajectory) -> None:
        self._print(
            f"[bold green]trajectory[/] {trajectory.identifier[:12]}: {len(trajectory.turns)} turns, "
            f"{trajectory.verdict} ({trajectory.provenance})"
        )
        for number, turn in enumerate(trajectory.turns):
            labels = ", ".join(f"{o.tool} {o.label}" for o in turn.outcomes) or "not judged"
            self._print(f"  turn {number}: {escape(turn.proposer)}: {labels}")

    def save(self, path: Path) -> None:
        self._console.print()
        self._print(f"picture of this session: {_shown(path)}")
        self._console.save_svg(str(path), title="hardsight demo", clear=False)

    def _print(self, text: str) -> None:
        self._console.print(text)


def _shown(path: Path) -> str:
    return escape(os.path.relpath(path))


def _count(diagnostics: list[lsp.Diagnostic]) -> str:
    errors = sum(d.severity == lsp.DiagnosticSeverity.Error for d in diagnostics)
    return f"{errors} error{'s' * (errors != 1)}, {len(diagnostics) - errors} other"


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _numbers(metrics: dict[str, Any]) -> str:
    parts = []
    for key in METRICS:
        if key in metrics:
            value, unit = metrics[key]["value"], metrics[key]["unit"]
            text = " × ".join(f"{v:g}" for v in value) if isinstance(value, list) else f"{value:,.6g}"
            parts.append(f"{key.replace('_', ' ')} {text}{' ' + unit if unit and unit not in key else ''}")
    return ", ".join(parts[:4])
