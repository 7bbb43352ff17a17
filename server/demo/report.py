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
from rich.padding import Padding
from rich.rule import Rule
from rich.syntax import Syntax
from rich.table import Table

from backends.outcome import Label
from icwm.trajectory import Trajectory, Turn
from server.demo.session import Fixed, Timed

WIDTH = 132
MIN_WIDTH = 80
SHOWN = 8
MARKS = {
    lsp.DiagnosticSeverity.Error: "[bold red]error[/]",
    lsp.DiagnosticSeverity.Warning: "[bold yellow]warning[/]",
    lsp.DiagnosticSeverity.Information: "[cyan]info[/]",
    lsp.DiagnosticSeverity.Hint: "[dim]hint[/]",
}
METRICS = (
    "luts", "flip_flops", "logic_depth", "shared_bytes", "registers", "spill_bytes", "volume", "bounding_box", "solids", "faces",
)  # fmt: skip


class Report:
    """Prints to the terminal and records the same for the picture."""

    def __init__(self) -> None:
        columns = shutil.get_terminal_size((WIDTH, 24)).columns
        self._console = Console(record=True, width=max(MIN_WIDTH, min(WIDTH, columns)), highlight=False)
        self._told_no_model = False

    def started(self, seconds: float, folder: Path) -> None:
        self._print(
            f"[bold]hardsight serve[/] answered over stdio in {seconds:.2f} s; working on copies in {_shown(folder)}"
        )

    def file(self, path: Path, text: str) -> None:
        self._console.print()
        self._console.print(Rule(f"[bold]{escape(path.name)}[/] · {len(text.splitlines())} lines"))

    def tier(self, name: str, timed: Timed) -> None:
        self._print(f"[bold green]{name}[/] tier: {_count(timed.diagnostics)} after {_duration(timed.seconds)}")
        table = Table.grid(padding=(0, 1, 0, 0))
        table.add_column(width=9, justify="right")
        table.add_column(width=7)
        table.add_column()
        for diagnostic in timed.diagnostics[:SHOWN]:
            place = f"{diagnostic.range.start.line + 1}:{diagnostic.range.start.character + 1}"
            message = escape(diagnostic.message.splitlines()[0])
            mark = MARKS[diagnostic.severity or lsp.DiagnosticSeverity.Error]
            table.add_row(place, mark, f"{message} [dim]({escape(_who(diagnostic))})[/]")
        self._console.print(table)
        if len(timed.diagnostics) > SHOWN:
            self._print(f"           … and {len(timed.diagnostics) - SHOWN} more")

    def predicted(self, timed: Timed) -> None:
        """The tier, or that it has nothing to say."""
        if timed.diagnostics:
            self.tier("predicted", timed)
        else:
            self._print("[bold green]predicted[/] tier: silent, nothing is sure enough")

    def no_model(self) -> None:
        if not self._told_no_model:
            self._print("[bold green]predicted[/] tier: silent, because no world model is installed yet")
            self._told_no_model = True

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
            self._console.print(Padding(f"[italic]{escape(line)}[/]", (0, 0, 0, 2)))
        diff = difflib.unified_diff(
            broken.splitlines(), fixed.text.splitlines(), name, f"{name} (repaired)", lineterm="", n=1
        )
        self._console.print(
            Syntax("\n".join(diff), "diff", theme="ansi_dark", background_color="default", word_wrap=True)
        )
        checked = [f"checked: {', '.join(fixed.result.get('checked') or ['nothing'])}"]
        if fixed.result.get("not_checked"):
            checked.append(f"not checked: {', '.join(fixed.result['not_checked'])}")
        self._console.print(Padding(escape("\n".join(checked)), (0, 0, 0, 2)))

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
            f"[bold green]trajectory[/] {trajectory.identifier[:12]} kept: {len(trajectory.turns)} turns, "
            f"{trajectory.verdict} ({trajectory.provenance})"
        )
        table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
        for number, turn in enumerate(trajectory.turns):
            table.add_row(f"  turn {number}", escape(turn.proposer), _judgement(turn))
        self._console.print(table)

    def save(self, path: Path) -> None:
        self._console.print()
        self._print(f"picture of this session: {_shown(path)}")
        self._console.save_svg(str(path), title="hardsight demo", clear=False)

    def _print(self, text: str) -> None:
        self._console.print(text)


def _shown(path: Path) -> str:
    return escape(os.path.relpath(path))


def _who(diagnostic: lsp.Diagnostic) -> str:
    """The tool that said it, and those that said the same."""
    also = diagnostic.data.get("also", []) if isinstance(diagnostic.data, dict) else []
    return ", also ".join(filter(None, (str(diagnostic.source), ", ".join(also))))


def _judgement(turn: Turn) -> str:
    """What failed, by label; else that all passed."""
    by_label: dict[str, list[str]] = {}
    for outcome in turn.outcomes:
        if outcome.label.failed:
            by_label.setdefault(str(outcome.label).replace("_", " ").lower(), []).append(outcome.tool)
    passed = sum(o.label is Label.PASS for o in turn.outcomes)
    failed = [f"[red]{label}[/]: {escape(', '.join(tools))}" for label, tools in by_label.items()]
    if not failed:
        return f"[green]all {passed} pass[/]" if passed else "not judged"
    return "; ".join(failed) + (f"; {passed} pass" if passed else "")


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
