"""Turns scores into honest probabilities, on the validation side only: a temperature, then what share was right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

LEAST = 40
"""Validation turns below which a tool is not shown at all."""
PRIOR = 2.0
"""Wrong predictions added to every level, so that a few right ones do not make a certainty."""


def softmax(scores: Any) -> Any:
    grown = np.exp(scores - scores.max(-1, keepdims=True))
    return grown / grown.sum(-1, keepdims=True)


def temperature(scores: Any, target: Any) -> float:
    """What the scores [turns, labels] must be divided by for the likelihood to be highest."""
    best = (np.inf, 1.0)
    for value in np.exp(np.linspace(np.log(0.4), np.log(8.0), 40)):
        chance = softmax(scores / value)[np.arange(len(target)), target]
        best = min(best, (float(-np.log(np.maximum(chance, 1e-9)).mean()), float(value)))
    return best[1]


def knots(confidence: Any, right: Any) -> list[list[float]]:
    """Isotonic regression of being right on confidence, as points to interpolate between; shrunk where turns are few."""
    order = np.argsort(confidence, kind="stable")
    sums: list[list[float]] = []
    for value, hit in zip(confidence[order], right[order], strict=True):
        sums.append([float(hit), 1.0, float(value)])
        while len(sums) > 1 and sums[-2][0] / sums[-2][1] >= sums[-1][0] / sums[-1][1]:
            hits, count, total = sums.pop()
            sums[-1] = [sums[-1][0] + hits, sums[-1][1] + count, sums[-1][2] + total]
    points = [[total / count, hits / (count + PRIOR * (1 if hits == count else 0))] for hits, count, total in sums]
    values = np.maximum.accumulate([p[1] for p in points])
    return [[round(p[0], 5), round(float(v), 5)] for p, v in zip(points, values, strict=True)]


def expected_calibration_error(confidence: Any, right: Any, bins: int = 15) -> float:
    """Mean distance of confidence and share of right ones, over bins of equally many turns."""
    if len(confidence) == 0:
        return 0.0
    order = np.argsort(confidence, kind="stable")
    parts = np.array_split(order, min(bins, len(order)))
    return float(sum(len(p) * abs(confidence[p].mean() - right[p].mean()) for p in parts) / len(confidence))


def interpolated(confidence: Any, points: Sequence[Sequence[float]]) -> Any:
    return np.interp(confidence, [p[0] for p in points], [p[1] for p in points]) if points else confidence
