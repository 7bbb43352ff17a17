"""Screens candidates with the world model before the slow tools are asked, where there is one."""

from __future__ import annotations

from assistant.search import State
from backends.environment import Environment
from icwm.predictor import Predictor

# In units of one error still to be repaired, as in ``assistant.search``.
FORESEEN_FAILURE = 2.0


async def foreseen_cost(state: State, environment: Environment, predictor: Predictor | None) -> float:
    """What is to be added to a candidate's cost because tools are predicted to fail; 0 without a predictor."""
    if predictor is None:
        return 0.0
    outcomes = await predictor.predict(state.code, environment, state.static)
    return FORESEEN_FAILURE * sum(o.probability or 0.0 for o in outcomes if o.label.failed)
