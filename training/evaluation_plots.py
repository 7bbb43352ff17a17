"""The pictures of an evaluation: reliability, confusion, and errors by length of the code."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np

from icwm.world import LABELS, TOOLS
from training.evaluate_icwm import LENGTHS, Predicted, confusion
from training.turn_arrays import Turns

BINS = 10


def draw(turns: Turns, predicted: Predicted, folder: Path) -> list[Path]:
    """``reliability.png``, ``confusion.png`` and ``error_by_length.png`` in ``folder``."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    folder.mkdir(parents=True, exist_ok=True)
    truth = turns.arrays["label"][predicted.indices].astype(int)
    told = [i for i in range(len(TOOLS)) if ((truth[:, i] >= 0) & (predicted.label[:, i] >= 0)).any()]
    figure, axes = pyplot.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for index in told:
        confidence, right = _known(truth, predicted, index)
        parts = [p for p in np.array_split(np.argsort(confidence), BINS) if len(p)]
        axes.plot(
            [confidence[p].mean() for p in parts],
            [right[p].mean() for p in parts],
            marker="o",
            markersize=3,
            label=TOOLS[index].name,
        )
    axes.set_xlabel("probability told")
    axes.set_ylabel("share that was right")
    axes.legend(fontsize=7)
    made = [_save(figure, folder / "reliability.png")]
    columns = max(1, min(3, len(told)))
    rows = max(1, -(-len(told) // columns))
    figure, grid = pyplot.subplots(rows, columns, figsize=(4 * columns, 3.6 * rows), squeeze=False)
    for axes in grid.flat[len(told) :]:
        axes.axis("off")
    for index, axes in zip(told, grid.flat, strict=False):
        _confusion(axes, confusion(turns, predicted, index), TOOLS[index].name)
    made.append(_save(figure, folder / "confusion.png"))
    figure, axes = pyplot.subplots(figsize=(6, 4))
    lengths = turns.arrays["code_lines"][predicted.indices]
    for index in told:
        known = (truth[:, index] >= 0) & (predicted.label[:, index] >= 0)
        wrong = truth[:, index] != predicted.label[:, index]
        shares = [
            float(wrong[part].mean())
            if (part := known & (lengths > low) & (lengths <= high)).sum() >= 20
            else float("nan")
            for low, high in itertools.pairwise(LENGTHS)
        ]
        axes.plot(range(len(shares)), shares, marker="o", markersize=3, label=TOOLS[index].name)
    axes.set_xticks(range(len(LENGTHS) - 1), [f"≤{high}" if high < 1000 else "more" for high in LENGTHS[1:]])
    axes.set_xlabel("lines of code")
    axes.set_ylabel("share predicted wrongly")
    axes.legend(fontsize=7)
    made.append(_save(figure, folder / "error_by_length.png"))
    return made


def _known(truth: Any, predicted: Predicted, index: int) -> tuple[Any, Any]:
    known = (truth[:, index] >= 0) & (predicted.label[:, index] >= 0)
    return predicted.probability[known, index], truth[known, index] == predicted.label[known, index]


def _confusion(axes: Any, counts: Any, title: str) -> None:
    there = np.flatnonzero(counts.sum(0) + counts.sum(1))
    part = counts[np.ix_(there, there)]
    axes.imshow(part / np.maximum(part.sum(1, keepdims=True), 1), cmap="Blues", vmin=0, vmax=1)
    names = [str(LABELS[i]).replace("_", "\n") for i in there]
    axes.set_xticks(range(len(there)), names, fontsize=5)
    axes.set_yticks(range(len(there)), names, fontsize=5)
    axes.set_title(title, fontsize=8)
    for row in range(len(there)):
        for column in range(len(there)):
            axes.text(column, row, str(part[row, column]), ha="center", va="center", fontsize=6)


def _save(figure: Any, path: Path) -> Path:
    from matplotlib import pyplot

    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": None})
    pyplot.close(figure)
    return path
