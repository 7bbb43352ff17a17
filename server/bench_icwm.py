"""What ``hardsight bench icwm`` measures: one warm prediction, tokens and static facts included, beside the tools it stands for.

Each prediction is of a text that no cache has seen. The limit of a tool's line is a hundredth of what that tool took on the
same code in the same run.
"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

from backends.confirm import confirm_all
from backends.environment import Domain
from backends.outcome import Label
from backends.registry import static_backends
from icwm.compact import WEIGHTS, CompactPredictor, Weights
from icwm.worker import Worker
from icwm.world import TOOLS
from server.bench_report import Measurement, median, percentile
from training.designs import Design, families, generate
from training.environments import environment_of

LIMIT_MEDIAN = 30.0
LIMIT_P95 = 100.0
LINES = 200
SPEED_UP = 100.0
_NAMES = re.compile(r"^(?:module|def|class)\s+(\w+)", re.MULTILINE)
DOMAINS = (Domain.VERILOG, Domain.TRITON, Domain.CADQUERY)


async def measure_icwm(predictions: int, runs: int, folder: Path = WEIGHTS) -> list[Measurement]:
    """For each domain median and p95 of ``predictions``, then each tool. Raises ``LookupError`` without a model."""
    if not (folder / "model.json").is_file():
        raise LookupError(f"no model in {folder}: run `hardsight train icwm --weights {folder}` first")
    weights, worker = Weights(folder), Worker(folder)
    found: list[Measurement] = []
    try:
        for domain in DOMAINS:
            design = unit_of_length(domain, LINES)
            predictor = CompactPredictor(domain, weights, worker)
            times = [await _predicted(predictor, design, number) for number in range(predictions + 1)][1:]
            name = f"{domain}, {design.family}, {_length(design.code)} lines"
            found.append(Measurement(f"prediction, {name}: median", median(times), limit=LIMIT_MEDIAN))
            found.append(Measurement(f"prediction, {name}: p95", percentile(times, 0.95), limit=LIMIT_P95))
            for tool in (t.name for t in TOOLS if t.domain is domain):
                found.append(await _against(tool, design, median(times), runs))
    finally:
        await worker.close()
    return found


def unit_of_length(domain: Domain, lines: int) -> Design:
    """A generated design, with others behind it in the same file until it has about that many lines."""
    designs = [generate(domain, family, 1) for family in families(domain)]
    first = max((d for d in designs if _length(d.code) <= lines), key=lambda d: _length(d.code))
    code, names = first.code, set(_NAMES.findall(first.code))
    for other in designs:
        if _length(code) + _length(other.code) <= lines + 8 and names.isdisjoint(_NAMES.findall(other.code)):
            code += "\n" + other.code
            names |= set(_NAMES.findall(other.code))
    return replace(first, code=code)


def _length(code: str) -> int:
    return code.count("\n") + 1


async def _predicted(predictor: CompactPredictor, design: Design, number: int) -> float:
    """Milliseconds from a new text with its static answer to the outcomes."""
    mark = "//" if design.domain is Domain.VERILOG else "#"
    code = f"{design.code}\n{mark} edit {number}\n"
    environment = environment_of(design)
    static = static_backends(design.domain)[0].analyze(code, environment)
    began = time.perf_counter()
    await predictor.predict(code, environment, static)
    return 1000 * (time.perf_counter() - began)


async def _against(tool: str, design: Design, predicted: float, runs: int) -> Measurement:
    took = []
    for number in range(runs + 1):
        mark = "//" if design.domain is Domain.VERILOG else "#"
        code = f"{design.code}\n{mark} run {number}\n"
        began = time.perf_counter()
        outcomes = await confirm_all(code, environment_of(design), tools=[tool], use_cache=False)
        took.append(1000 * (time.perf_counter() - began))
        if not outcomes or outcomes[0].label is Label.UNAVAILABLE:
            why = outcomes[0].log.splitlines()[0] if outcomes and outcomes[0].log else "nothing to do"
            return Measurement(f"prediction beside {tool}", predicted, note=f"tool not measured: {why}")
    real = median(took[1:])
    note = f"the tool takes {real / predicted:.1f} times as long"
    return Measurement(f"prediction beside {tool}", predicted, limit=real / SPEED_UP, bare=real, note=note)
