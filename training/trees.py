"""Gradient-boosted trees on the static facts alone: the baseline of every label and number, and used where it is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from icwm.world import NUMBERS, TOOLS
from training.splits import Side
from training.turn_arrays import Turns

ITERATIONS = 120
LEAVES = 12
RATE = 0.07
LEAST_IN_LEAF = 4
"""A broken habit is rare, and tells much."""
LEAST = 60
"""Turns below which nothing is fitted."""


@dataclass(frozen=True)
class Fitted:
    """``model`` is scikit-learn's; ``labels`` are the numbers of its classes."""

    name: str
    model: Any
    labels: tuple[int, ...] = ()


def fit_label(turns: Turns, tool: int) -> Fitted | None:
    """``None`` with too few turns, or when there is only one label."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped,import-not-found,unused-ignore]

    target = turns.arrays["label"][:, tool]
    chosen = np.intersect1d(turns.of(Side.TRAIN), np.flatnonzero(target >= 0))
    if len(chosen) < LEAST or len(np.unique(target[chosen])) < 2:
        return None
    model = HistGradientBoostingClassifier(
        max_iter=ITERATIONS, max_leaf_nodes=LEAVES, learning_rate=RATE, min_samples_leaf=LEAST_IN_LEAF, l2_regularization=2.0,
        early_stopping=False, random_state=0, max_features=0.3,
    )  # fmt: skip
    with threadpool_limits(1):  # several threads wait for one another where the cores are shared
        model.fit(turns.arrays["facts"][chosen], target[chosen])
    return Fitted(f"label/{TOOLS[tool].name}", model, tuple(int(c) for c in model.classes_))


def fit_number(turns: Turns, number: int, residuals: Any) -> Fitted | None:
    """``None`` with too few turns."""
    from sklearn.ensemble import HistGradientBoostingRegressor
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped,import-not-found,unused-ignore]

    target = residuals[:, number]
    chosen = np.intersect1d(turns.of(Side.TRAIN), np.flatnonzero(~np.isnan(target)))
    if len(chosen) < LEAST:
        return None
    model = HistGradientBoostingRegressor(
        loss="absolute_error", max_iter=2 * ITERATIONS, max_leaf_nodes=LEAVES, learning_rate=RATE, min_samples_leaf=10,
        l2_regularization=1.0, early_stopping=False, random_state=0, max_features=0.3,
    )  # fmt: skip
    with threadpool_limits(1):  # several threads wait for one another where the cores are shared
        model.fit(turns.arrays["facts"][chosen], target[chosen])
    return Fitted(f"number/{NUMBERS[number].name}", model)


def as_arrays(fitted: Fitted) -> dict[str, Any]:
    """The nodes of all trees, as ``icwm.compact_job.Trees`` reads them."""
    trees = [tree for iteration in fitted.model._predictors for tree in iteration]
    feature, threshold, left, right, value, root = [], [], [], [], [], []
    count, depth = 0, 0
    for tree in trees:
        nodes = tree.nodes
        leaf = nodes["is_leaf"].astype(bool)
        root.append(count)
        feature.append(np.where(leaf, -1, nodes["feature_idx"]).astype(np.int16))
        threshold.append(np.nextafter(nodes["num_threshold"].astype(np.float32), np.float32(np.inf)))
        left.append((nodes["left"] + count).astype(np.int32))
        right.append((nodes["right"] + count).astype(np.int32))
        value.append(nodes["value"].astype(np.float32))
        count += len(nodes)
        depth = max(depth, int(nodes["depth"].max()))
    prefix = fitted.name + "/"
    baseline = np.asarray(fitted.model._baseline_prediction, np.float32).reshape(-1)
    parts = {
        "feature": np.concatenate(feature), "threshold": np.concatenate(threshold), "left": np.concatenate(left),
        "right": np.concatenate(right), "value": np.concatenate(value), "root": np.array(root, np.int32),
        "baseline": baseline, "depth": np.int32(depth),
    }  # fmt: skip
    return {prefix + name: part for name, part in parts.items()}
