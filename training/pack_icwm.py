"""Packs a trained model for the server: the int8 network, trees where they are better, and calibration.

Which of network and trees speaks for a label or a number, and how sure it is, is decided on the validation side alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from icwm.encoding import FACT_INDEX, FACTS
from icwm.tokens import ROW_TOKENS
from icwm.world import FORMAT, LABELS, NUMBERS, TOOLS
from training.calibration import LEAST, knots, softmax, temperature
from training.encode import Language
from training.model_card import model_card
from training.splits import Side
from training.trees import Fitted, as_arrays, fit_label, fit_number
from training.turn_arrays import Turns

if TYPE_CHECKING:
    from training.compact_model import CompactModel

Say = Callable[[str], None]


def pack(model: CompactModel | None, turns: Turns, language: Language, folder: Path, say: Say) -> None:
    """Write a weights folder: what is to be committed. ``None`` packs trees alone."""
    folder.mkdir(parents=True, exist_ok=True)
    language.write(folder)
    validation, residuals = turns.of(Side.VALIDATION), turns.residuals()
    network = None
    quantization: dict[str, tuple[float, float]] = {}
    if model is not None:
        from training.onnx_export import network_scores, write_network

        write_network(model, turns, folder, say)
        network = network_scores(folder / "model.onnx", turns, validation)
        exact = network_scores(folder / "float.onnx", turns, validation)
        quantization = _quantization(exact["label"], network["label"], turns.arrays["label"][validation])
        for name, (before, after) in quantization.items():
            say(f"{name}: {before:.4f} right in 32 bits, {after:.4f} in int8")
    arrays: dict[str, Any] = {}
    calibration = {}
    for index, tool in enumerate(TOOLS):
        chosen = _calibrated(index, turns, validation, network, arrays)
        if chosen is None:
            say(f"{tool.name}: too few validation turns, nothing is predicted")
            continue
        calibration[tool.name] = chosen
        say(f"{tool.name}: {chosen['source']}; right on the validation side: {chosen['compared']}")
    numbers = [_number(index, turns, validation, residuals, network, arrays, say) for index in range(len(NUMBERS))]
    if arrays:
        np.savez_compressed(folder / "trees.npz", **arrays)
    facts = {
        "format": FORMAT,
        "labels": [str(label) for label in LABELS],
        "tools": [{"name": t.name, "domain": str(t.domain)} for t in TOOLS],
        "numbers": numbers,
        "calibration": calibration,
        "row_tokens": ROW_TOKENS,
        "facts": list(FACTS),
        "shape": asdict(model.shape) if model is not None else None,
        "trained_turns": len(turns.of(Side.TRAIN)),
        "validation_turns": len(validation),
        "static_errors": FACT_INDEX["static_errors"],
        "quantization": quantization,
    }
    (folder / "model.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    families = {
        side: np.unique(turns.arrays["family"][turns.of(side)]).tolist() for side in (Side.TRAIN, Side.VALIDATION)
    }
    (folder / "MODEL_CARD.md").write_text(model_card(facts, families), encoding="utf-8")
    for left in folder.glob("float.onnx*"):
        left.unlink()


def _quantization(exact: Any, small: Any, truth: Any) -> dict[str, tuple[float, float]]:
    """Share of right labels before and after, for each tool with validation turns."""
    found = {}
    for index, tool in enumerate(TOOLS):
        known = truth[:, index] >= 0
        if known.any():
            true = truth[known, index]
            found[tool.name] = tuple(
                round(float((s[known, index].argmax(1) == true).mean()), 4) for s in (exact, small)
            )
    return found  # type: ignore[return-value]


def tree_scores(fitted: Fitted, facts: Any) -> Any:
    """Raw scores [turns, labels] of trees for labels."""
    raw = fitted.model._raw_predict(facts.astype(np.float64))
    if raw.shape[1] == 1:
        raw = np.concatenate((np.zeros_like(raw), raw), 1)
    full = np.full((len(facts), len(LABELS)), -1e4)
    full[:, list(fitted.labels)] = raw
    return full


def _calibrated(
    index: int, turns: Turns, validation: Any, network: Any, arrays: dict[str, Any]
) -> dict[str, Any] | None:
    """The better source of a tool's label with its calibration; ``arrays`` takes the trees when it is they."""
    target = turns.arrays["label"][validation, index].astype(int)
    known = np.flatnonzero(target >= 0)
    if len(known) < LEAST:
        return None
    target = target[known]
    sources: dict[str, Any] = {}
    if network is not None:
        sources["network"] = network["label"][known, index].astype(np.float64)
    fitted = fit_label(turns, index)
    if fitted is not None:
        sources["trees"] = tree_scores(fitted, turns.arrays["facts"][validation][known])
    if not sources:
        return None
    right = {name: float((scores.argmax(1) == target).mean()) for name, scores in sources.items()}
    loss = {}
    for name, scores in sources.items():
        chance = softmax(scores / temperature(scores, target))[np.arange(len(target)), target]
        loss[name] = float(-np.log(np.maximum(chance, 1e-9)).mean())
    source = min(loss, key=lambda name: loss[name])
    scores = sources[source]
    cooled = temperature(scores, target)
    chances = softmax(scores / cooled)
    found: dict[str, Any] = {
        "source": source,
        "temperature": round(cooled, 4),
        "knots": _knots(chances, target, ~turns.arrays["static_failed"][validation][known]),
        "knots_refused": _knots(chances, target, turns.arrays["static_failed"][validation][known]),
        "compared": {name: round(value, 4) for name, value in right.items()},
        "validation_turns": len(target),
    }
    if source == "trees" and fitted is not None:
        found["labels"] = list(fitted.labels)
        arrays.update(as_arrays(fitted))
    return found


def _knots(chances: Any, target: Any, chosen: Any) -> list[list[float]]:
    """Of code that the front end accepts, or of code that it refuses (which is far easier), where there is enough of it."""
    if chosen.sum() < LEAST:
        chosen = np.ones_like(chosen)
    return knots(chances[chosen].max(1), chances[chosen].argmax(1) == target[chosen])


def _number(
    index: int, turns: Turns, validation: Any, residuals: Any, network: Any, arrays: dict[str, Any], say: Say
) -> dict[str, Any]:
    """How a number is predicted: by the network, trees or the static estimate as it is, whichever errs least."""
    number = NUMBERS[index]
    found: dict[str, Any] = {
        "name": number.name, "tool": number.tool, "metric": number.metric, "unit": number.unit,
        "component": number.component, "anchor": FACT_INDEX[number.anchor] if number.anchor else -1, "source": None,
        "whole": not number.unit.startswith("mm"),
    }  # fmt: skip
    target = residuals[validation, index]
    known = np.flatnonzero(~np.isnan(target))
    fitted = fit_number(turns, index, residuals)
    if len(known) < LEAST or (fitted is None and network is None):
        return found
    anchors, truth = turns.anchors()[validation][known, index], turns.arrays["number"][validation][known, index]
    sources = {}
    if network is not None:
        sources["network"] = network["number"][known, index, 1]
    if fitted is not None:
        sources["trees"] = fitted.model.predict(turns.arrays["facts"][validation][known].astype(np.float64))
    if number.anchor:
        sources["estimate"] = np.zeros_like(truth)
    predicted = {name: np.maximum(np.expm1(anchors + value), 0.0) for name, value in sources.items()}
    if found["whole"]:
        predicted = {name: np.round(value) for name, value in predicted.items()}
    errors = {name: relative_error(value, truth) for name, value in predicted.items()}
    found["source"] = min(predicted, key=lambda name: _mean_error(predicted[name], truth))
    found["compared"] = {name: round(value, 4) for name, value in errors.items()}
    if found["source"] != "network":
        off = target[known] - sources[found["source"]]
        found["spread"] = [round(float(np.quantile(off, q)), 4) for q in (0.1, 0.9)]
    if found["source"] == "trees" and fitted is not None:
        arrays.update(as_arrays(fitted))
    say(f"{number.name}: {found['source']}; median relative error on the validation side: {found['compared']}")
    return found


def _mean_error(predicted: Any, truth: Any) -> float:
    """The mean relative error, each counted as at most 1."""
    return float(np.minimum(np.abs(predicted - truth) / np.maximum(np.abs(truth), 1.0), 1.0).mean())


def relative_error(predicted: Any, truth: Any) -> float:
    """The median of |predicted - truth| / max(truth, 1)."""
    return float(np.median(np.abs(predicted - truth) / np.maximum(np.abs(truth), 1.0))) if len(truth) else float("nan")
