"""Measures a packed model on turns it has never seen: unseen families, and public code.

Everything is predicted by the files the server uses (``icwm.compact_job``). The majority label and the trees on static facts
alone are measured beside it. ``clean`` counts only turns that the static front end accepts: what is left to predict.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from icwm.compact_job import Model
from icwm.world import LABELS, NUMBERS, TOOLS
from training.calibration import expected_calibration_error
from training.splits import Side
from training.trees import fit_label, fit_number
from training.turn_arrays import Turns

SHOWN = 0.9
"""The probability from which a prediction is shown."""
LENGTHS = (0, 25, 50, 75, 100, 150, 200, 400, 100_000)


@dataclass(frozen=True)
class Predicted:
    """What the packed model says of some turns. ``label`` is -1 where it says nothing."""

    indices: Any
    label: Any
    """[turns, tools]"""
    probability: Any
    line: Any
    number: Any
    """[turns, numbers]; NaN where it says nothing."""


@dataclass(frozen=True)
class LabelRow:
    """One tool on one side. Shares are of 1. ``line`` is how often the failing line of a failing turn was the first guess."""

    domain: str
    side: str
    turns_of: str
    tool: str
    source: str
    turns: int
    accuracy: float
    majority: float
    trees: float
    macro_f1: float
    line: float
    ece: float
    shown_precision: float
    shown_coverage: float


@dataclass(frozen=True)
class NumberRow:
    """Median relative errors: of what is used, and of the trees and the static estimate alone."""

    domain: str
    side: str
    number: str
    source: str
    turns: int
    error: float
    within_10_percent: float
    trees: float
    static_estimate: float


def requests(turns: Turns, indices: Sequence[int]) -> Iterator[dict[str, Any]]:
    """What the server would ask the model, for each turn."""
    a = turns.arrays
    for index in indices:
        first, last = int(turns.row_start[index]), int(turns.row_start[index + 1])
        rows = [
            a["tokens"][turns.token_start[r] : turns.token_start[r + 1]].astype(int).tolist()
            for r in range(first, last)
        ]
        yield {
            "domain": str(a["domain"][index]),
            "rows": rows,
            "lines": a["row_line"][first:last].astype(int).tolist(),
            "segments": a["row_segment"][first:last].astype(int).tolist(),
            "facts": a["facts"][index].tolist(),
        }


def predict(model: Model, turns: Turns, indices: Any) -> Predicted:
    shape = (len(indices), len(TOOLS))
    label, line = np.full(shape, -1), np.full(shape, -1)
    probability, number = np.zeros(shape), np.full((len(indices), len(NUMBERS)), np.nan)
    names = {n.name: i for i, n in enumerate(NUMBERS)}
    for at, request in enumerate(requests(turns, indices)):
        answer = model.predict(request)
        for index, tool in enumerate(TOOLS):
            said = answer["tools"].get(tool.name)
            if said is not None:
                label[at, index] = LABELS.index(said["label"])
                probability[at, index] = said["probability"]
                line[at, index] = said.get("line", -1)
                for name, values in said["numbers"].items():
                    number[at, names[name]] = values[1]
    return Predicted(indices, label, probability, line, number)


def label_rows(turns: Turns, predicted: Predicted, side: Side, sources: dict[str, str]) -> list[LabelRow]:
    rows = []
    truth = turns.arrays["label"][predicted.indices].astype(int)
    clean = ~turns.arrays["static_failed"][predicted.indices]
    for index, tool in enumerate(TOOLS):
        training = turns.arrays["label"][turns.of(Side.TRAIN), index]
        training = training[training >= 0]
        fitted = fit_label(turns, index)
        for turns_of, mask in (("all", np.ones_like(clean)), ("clean", clean)):
            known = np.flatnonzero((truth[:, index] >= 0) & (predicted.label[:, index] >= 0) & mask)
            if not len(known) or not len(training):
                continue
            true, said = truth[known, index], predicted.label[known, index]
            right, sure = said == true, predicted.probability[known, index]
            majority = np.bincount(training).argmax()
            trees = float("nan")
            if fitted is not None:
                trees = float((fitted.model.predict(turns.arrays["facts"][predicted.indices[known]]) == true).mean())
            lines = turns.arrays["line"][predicted.indices[known], index]
            placed = (true > 0) & (lines >= 0)
            shown = sure >= SHOWN
            rows.append(
                LabelRow(
                    domain=str(tool.domain), side=str(side), turns_of=turns_of, tool=tool.name,
                    source=sources.get(tool.name, ""), turns=len(known), accuracy=float(right.mean()),
                    majority=float((true == majority).mean()), trees=trees, macro_f1=macro_f1(true, said),
                    line=_share(predicted.line[known, index][placed] == lines[placed]),
                    ece=expected_calibration_error(sure, right), shown_precision=_share(right[shown]),
                    shown_coverage=float(shown.mean()),
                )
            )  # fmt: skip
    return rows


def number_rows(turns: Turns, predicted: Predicted, side: Side, sources: dict[str, str]) -> list[NumberRow]:
    rows = []
    truth = turns.arrays["number"][predicted.indices]
    anchors, residuals = turns.anchors()[predicted.indices], turns.residuals()
    for index, number in enumerate(NUMBERS):
        known = np.flatnonzero(~np.isnan(truth[:, index]) & ~np.isnan(predicted.number[:, index]))
        if not len(known):
            continue
        true = truth[known, index]
        errors = _relative(predicted.number[known, index], true)
        fitted = fit_number(turns, index, residuals)
        trees = float("nan")
        if fitted is not None:
            facts = turns.arrays["facts"][predicted.indices[known]].astype(np.float64)
            trees = float(np.median(_relative(np.expm1(anchors[known, index] + fitted.model.predict(facts)), true)))
        estimate = np.median(_relative(np.expm1(anchors[known, index]), true)) if number.anchor else float("nan")
        domain = next(str(t.domain) for t in TOOLS if t.name == number.tool)
        rows.append(
            NumberRow(
                domain, str(side), number.name, sources.get(number.name, ""), len(known), float(np.median(errors)),
                float((errors <= 0.1).mean()), trees, float(estimate),
            )
        )  # fmt: skip
    return rows


def confusion(turns: Turns, predicted: Predicted, tool: int) -> Any:
    """[true, predicted] counts over ``LABELS``."""
    truth = turns.arrays["label"][predicted.indices, tool].astype(int)
    counts = np.zeros((len(LABELS), len(LABELS)), int)
    known = (truth >= 0) & (predicted.label[:, tool] >= 0)
    np.add.at(counts, (truth[known], predicted.label[known, tool]), 1)
    return counts


def per_label_rows(turns: Turns, predicted: Predicted, side: Side) -> list[dict[str, Any]]:
    """Precision, recall and count of each label, with the row of the confusion matrix."""
    rows = []
    for index, tool in enumerate(TOOLS):
        counts = confusion(turns, predicted, index)
        for at, label in enumerate(LABELS):
            true, said, hit = int(counts[at].sum()), int(counts[:, at].sum()), int(counts[at, at])
            if true or said:
                rows.append(
                    {
                        "side": str(side), "tool": tool.name, "label": str(label), "turns": true,
                        "precision": hit / said if said else float("nan"), "recall": hit / true if true else float("nan"),
                    }
                    | {f"said_{other}": int(counts[at, i]) for i, other in enumerate(LABELS)}
                )  # fmt: skip
    return rows


def macro_f1(true: Any, said: Any) -> float:
    """Over the labels that occur."""
    scores = []
    for label in np.unique(true):
        hit = float(((said == label) & (true == label)).sum())
        scores.append(2 * hit / max(float((said == label).sum() + (true == label).sum()), 1.0))
    return float(np.mean(scores))


def write_rows(rows: Sequence[Any], path: Path) -> None:
    """Data classes or dictionaries as CSV; shares with four digits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = [row if isinstance(row, dict) else asdict(row) for row in rows]
    if not plain:
        return
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(plain[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: f"{v:.4f}" if isinstance(v, float) else v for k, v in row.items()} for row in plain)


def printed(rows: Sequence[Any]) -> str:
    """The same as aligned text."""
    plain = [row if isinstance(row, dict) else asdict(row) for row in rows]
    if not plain:
        return "nothing to measure"
    texts = [list(plain[0]), *([f"{v:.3f}" if isinstance(v, float) else str(v) for v in row.values()] for row in plain)]
    widths = [max(len(row[i]) for row in texts) for i in range(len(texts[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in texts
    )


def _relative(predicted: Any, truth: Any) -> Any:
    return np.abs(predicted - truth) / np.maximum(np.abs(truth), 1.0)


def _share(hits: Any) -> float:
    return float(np.mean(hits)) if len(hits) else float("nan")
