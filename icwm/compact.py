"""The embedded world model as a predictor: encodes here, asks the worker, and says the answer in the tools' own terms."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Label, Metric, Outcome, Provenance, Severity
from backends.text import LineIndex
from icwm.encoding import FACTS, Encoded, encode
from icwm.tokens import Vocabulary
from icwm.wording import failure_message
from icwm.worker import Worker
from icwm.world import FORMAT, NUMBERS, TOOLS, Tool

WEIGHTS = Path(os.environ.get("HARDSIGHT_WEIGHTS") or Path(__file__).with_name("weights"))
"""The model that is used: the committed one, or one trained since, by the environment."""
SOURCE = "icwm"
PLACED = 0.5
"""How sure the model must be of a line to point at it; else the diagnostic stands at the first line of code."""
_OPENINGS = {
    Domain.VERILOG: re.compile(r"^[ \t]*module\b", re.MULTILINE),
    Domain.TRITON: re.compile(r"(?<=jit\n)[ \t]*def\b"),
    Domain.CADQUERY: re.compile(r"^(?!import\b|from\b|#|\s)\S", re.MULTILINE),
}
REMEMBERED = 64
"""Files whose last text is kept, to see which line changed."""


class CompactPredictor:
    """Foresees every tool of one domain that the model was calibrated for."""

    name = "compact"

    def __init__(self, domain: Domain, model: Weights, worker: Worker) -> None:
        self.domain = domain
        self.model = model
        self.worker = worker
        self._texts: dict[str, str] = {}

    async def predict(self, code: str, environment: Environment, static: Outcome) -> tuple[Outcome, ...]:
        """See ``icwm.predictor.Predictor``. Raises ``WorkerFailed`` when the child process cannot be started."""
        focus = self._changed(environment.path, code)
        encoded = await asyncio.to_thread(encode, code, environment, static, self.model.vocabulary, focus)
        answer = await self.worker.ask(request_of(encoded, self.domain))
        lines = LineIndex(code)
        tools = [t for t in TOOLS if t.domain is self.domain and t.name in answer["tools"]]
        if environment.testbench is None:
            tools = [t for t in tools if t.name != "icarus-simulation"]
        return tuple(self._outcome(tool, answer["tools"][tool.name], lines, environment, static) for tool in tools)

    def _changed(self, path: str, code: str) -> int | None:
        """The first line that differs from the text seen last."""
        before = self._texts.pop(path, None)
        self._texts[path] = code
        while len(self._texts) > REMEMBERED:
            del self._texts[next(iter(self._texts))]
        if before is None:
            return None
        for number, (old, new) in enumerate(zip(before.split("\n"), code.split("\n"), strict=False)):
            if old != new:
                return number
        return None

    def _outcome(
        self, tool: Tool, said: dict[str, Any], lines: LineIndex, environment: Environment, static: Outcome
    ) -> Outcome:
        label = Label(said["label"])
        diagnostics: tuple[Diagnostic, ...] = ()
        # What the front end has said exactly is not said again as a prediction.
        if label.failed and not (label is Label.COMPILATION_ERROR and static.label.failed):
            names = self.model.classes.get(tool.name, ())
            at = said.get("message", 0)
            code = names[at - 1] if 0 < at <= len(names) else ""
            line = said.get("line", -1) if said.get("line_probability", 0.0) >= PLACED else -1
            message = failure_message(tool, label, code)
            data = {"probability": said["probability"], "code": code, "placed": line >= 0}
            diagnostics = (
                Diagnostic(
                    lines.line_range(line if line >= 0 else _whole(lines, self.domain)),
                    Severity.ERROR,
                    str(label),
                    message,
                    SOURCE,
                    tool.stage,
                    data=data,
                ),
            )
        return Outcome(
            tool=tool.name,
            stage=tool.stage,
            label=label,
            diagnostics=diagnostics,
            metrics={} if label.failed else _metrics(tool, said["numbers"]),
            provenance=Provenance.PREDICTED,
            probability=said["probability"],
            tool_version=self.model.version,
            target=tool.target or (environment.target if tool.name == "yosys" else None),
        )


class Weights:
    """What of a weights folder is needed outside of the worker. Raises ``OSError``, ``KeyError`` or ``ValueError``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        facts = json.loads((folder / "model.json").read_text("utf-8"))
        if facts["format"] != FORMAT or tuple(facts["facts"]) != FACTS:
            raise ValueError(f"the model in {folder} was made for another version of Hardsight: train it again")
        classes = json.loads((folder / "classes.json").read_text("utf-8"))
        self.vocabulary = Vocabulary.read(folder / "vocabulary.json")
        self.classes: dict[str, tuple[str, ...]] = {tool: tuple(names) for tool, names in classes.items()}
        self.tools: frozenset[str] = frozenset(facts["calibration"])
        self.version = f"compact format {facts['format']}, {facts['trained_turns']} turns"


def _whole(lines: LineIndex, domain: Domain) -> int:
    """The line that stands for all of a file: its first module, kernel or statement."""
    opening = _OPENINGS.get(domain)
    found = opening.search(lines.text) if opening is not None else None
    return lines.position(found.start()).line if found is not None else 0


def request_of(encoded: Encoded, domain: Domain) -> dict[str, Any]:
    """What ``icwm.compact_job`` is asked."""
    return {
        "domain": str(domain),
        "rows": encoded.rows,
        "lines": encoded.lines,
        "segments": encoded.segments,
        "facts": encoded.facts,
    }


def _metrics(tool: Tool, numbers: dict[str, list[float]]) -> dict[str, Metric]:
    """The middle of each number; the parts of a vector together again. Whole units stay whole."""
    found: dict[str, Metric] = {}
    vectors: dict[str, list[float]] = {}
    for number in NUMBERS:
        if number.tool != tool.name or number.name not in numbers:
            continue
        value = numbers[number.name][1]
        if number.component is None:
            whole = not number.unit.startswith("mm")
            found[number.metric] = Metric(round(value) if whole else float(f"{value:.4g}"), number.unit)
        else:
            vectors.setdefault(number.metric, []).append(float(f"{value:.4g}"))
    found |= {name: Metric(tuple(values), "mm") for name, values in vectors.items() if len(values) == 3}
    return found


@cache
def installed_weights(folder: Path = WEIGHTS) -> Weights | None:
    """The committed model; ``None`` when there is none, it cannot be read, or ONNX Runtime is not installed."""
    if importlib.util.find_spec("onnxruntime") is None:
        return None
    try:
        return Weights(folder)
    except (OSError, ValueError, KeyError):
        return None


@cache
def _worker(folder: Path) -> Worker:
    return Worker(folder)


@cache
def compact_predictor(domain: Domain, folder: Path = WEIGHTS) -> CompactPredictor | None:
    """``None`` where no model is installed, or none of its tools is of this domain."""
    weights = installed_weights(folder)
    if weights is None or not any(t.name in weights.tools for t in TOOLS if t.domain is domain):
        return None
    return CompactPredictor(domain, weights, _worker(folder))
