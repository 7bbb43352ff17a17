"""Trains the compact world model on encoded turns, resumably, on one CPU thread unless told otherwise.

    hardsight train icwm --turns runs/collect --out runs/icwm --minutes 60

``FOLDER/checkpoint.pt`` is written every few minutes and on the way out; the same command goes on from it.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from training.batches import Batch, batch_of, shuffled
from training.compact_model import QUANTILES, CompactModel, Output, Shape
from training.splits import Side
from training.turn_arrays import Turns

Say = Callable[[str], None]
SAVED_EVERY = 180.0
SHOWN_EVERY = 30.0


@dataclass(frozen=True)
class Schedule:
    """``rows`` a batch; ``steps`` is where the learning rate ends at a tenth of its height."""

    steps: int = 6000
    rows: int = 2048
    rate: float = 6e-4
    warm: int = 200
    decay: float = 0.02
    seed: int = 0


def loss_of(output: Output, batch: Batch) -> dict[str, Tensor]:
    """Each part by its name; their sum is minimized."""
    known = batch.label >= 0
    parts = {"label": F.cross_entropy(output.label[known], batch.label[known], label_smoothing=0.02)}
    failing = known & (batch.label > 0)
    if failing.any():
        parts["message"] = 0.3 * F.cross_entropy(output.message[failing], batch.message[failing])
    placed = batch.line >= 0
    if placed.any():
        parts["line"] = 0.3 * F.cross_entropy(output.line[placed], batch.line[placed])
    checked = batch.segments == 1
    weight = torch.where(batch.wrong > 0, 4.0, 1.0)[checked]
    parts["wrong"] = F.binary_cross_entropy_with_logits(output.wrong[checked], batch.wrong[checked], weight)
    measured = ~batch.number.isnan()
    if measured.any():
        off = batch.number[measured].unsqueeze(-1) - output.number[measured]
        quantiles = torch.tensor(QUANTILES)
        parts["number"] = torch.maximum(quantiles * off, (quantiles - 1) * off).mean()
    return parts


@dataclass
class Run:
    """A model in training. ``best`` is the lowest loss on the validation side so far."""

    model: CompactModel
    optimizer: torch.optim.Optimizer
    schedule: Schedule
    step: int = 0
    epoch: int = 0
    best: float = math.inf

    def save(self, path: Path) -> None:
        new = path.with_suffix(".new")
        torch.save(
            {
                "model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "step": self.step,
                "epoch": self.epoch, "best": self.best, "shape": asdict(self.model.shape), "schedule": asdict(self.schedule),
            },
            new,
        )  # fmt: skip
        new.replace(path)

    def load(self, path: Path) -> None:
        kept = torch.load(path, map_location="cpu", weights_only=True)
        self.model.load_state_dict(kept["model"])
        self.optimizer.load_state_dict(kept["optimizer"])
        self.step, self.epoch, self.best = kept["step"], kept["epoch"], kept["best"]


def new_run(turns: Turns, shape: Shape, schedule: Schedule) -> Run:
    torch.manual_seed(schedule.seed)
    model = CompactModel(shape)
    facts = turns.arrays["facts"][turns.of(Side.TRAIN)]
    scaled = np.sign(facts) * np.log1p(np.abs(facts))
    model.fact_mean.copy_(torch.from_numpy(scaled.mean(0)))
    model.fact_scale.copy_(torch.from_numpy(np.maximum(scaled.std(0), 0.1)))
    decayed = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": schedule.decay}, {"params": plain, "weight_decay": 0.0}]
    return Run(model, torch.optim.AdamW(groups, lr=schedule.rate, betas=(0.9, 0.98)), schedule)


def train(turns: Turns, folder: Path, shape: Shape, schedule: Schedule, minutes: float, say: Say) -> CompactModel:
    """Until ``schedule.steps`` or for ``minutes``. The best model on the validation side is ``best.pt``; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint, best = folder / "checkpoint.pt", folder / "best.pt"
    run = new_run(turns, shape, schedule)
    if checkpoint.is_file():
        run.load(checkpoint)
        say(f"going on from step {run.step}")
    chosen, residuals = turns.of(Side.TRAIN), turns.residuals()
    end = time.monotonic() + 60 * minutes
    saved = shown = time.monotonic()
    sums: dict[str, float] = {}
    count = 0
    say(f"{run.model.parameter_count() / 1e6:.1f} M parameters, {len(chosen):,} turns to learn from")
    while run.step < schedule.steps and time.monotonic() < end:
        for indices in shuffled(turns, chosen, schedule.rows, 1000 * schedule.seed + run.epoch):
            parts = _step(run, batch_of(turns, indices, residuals))
            count += 1
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + value
            now = time.monotonic()
            if now - shown > SHOWN_EVERY:
                mean = "  ".join(f"{name} {value / count:.3f}" for name, value in sums.items())
                say(f"step {run.step}, epoch {run.epoch}: {mean}  ({count / (now - shown):.2f} steps/s)")
                shown, sums, count = now, {}, 0
            if now - saved > SAVED_EVERY:
                run.save(checkpoint)
                saved = time.monotonic()
            if run.step >= schedule.steps or now > end:
                break
        else:
            run.epoch += 1
        _validate(run, turns, residuals, best, say)
    run.save(checkpoint)
    if best.is_file():
        run.model.load_state_dict(torch.load(best, map_location="cpu", weights_only=True)["model"])
    (folder / "training.json").write_text(json.dumps({"shape": asdict(shape), "schedule": asdict(schedule), "steps": run.step,
                                                      "validation_loss": run.best}, indent=1))  # fmt: skip
    return run.model


def _step(run: Run, batch: Batch) -> dict[str, float]:
    run.model.train()
    schedule = run.schedule
    progress = min(1.0, run.step / schedule.steps)
    rate = schedule.rate * min(1.0, (run.step + 1) / schedule.warm) * (0.1 + 0.45 * (1 + math.cos(math.pi * progress)))
    for group in run.optimizer.param_groups:
        group["lr"] = rate
    parts = loss_of(run.model(*batch.inputs), batch)
    run.optimizer.zero_grad(set_to_none=True)
    torch.stack(list(parts.values())).sum().backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(run.model.parameters(), 1.0)
    run.optimizer.step()
    run.step += 1
    return {name: float(value.detach()) for name, value in parts.items()}


def _validate(run: Run, turns: Turns, residuals: Any, best: Path, say: Say) -> None:
    run.model.eval()
    total, count, right, answers = 0.0, 0, 0, 0
    with torch.inference_mode():
        for indices in shuffled(turns, turns.of(Side.VALIDATION), 4096, 0):
            batch = batch_of(turns, indices, residuals)
            output = run.model(*batch.inputs)
            total += sum(float(v) for v in loss_of(output, batch).values()) * len(indices)
            count += len(indices)
            known = batch.label >= 0
            right += int((output.label.argmax(-1)[known] == batch.label[known]).sum())
            answers += int(known.sum())
    if not count:
        return
    say(f"step {run.step}: validation loss {total / count:.4f}, {100 * right / max(answers, 1):.2f} % of labels right")
    if total / count < run.best:
        run.best = total / count
        torch.save({"model": run.model.state_dict(), "shape": asdict(run.model.shape)}, best)
