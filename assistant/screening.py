"""Screens candidates with the world model before the slow tools are asked, where there is one."""

from __future__ import annotations

import asyncio
import logging

from assistant.search import State
from backends.environment import Environment
from icwm.predictor import Predictor
from icwm.worker import WorkerFailed

log = logging.getLogger(__name__)

# In units of one error still to be repaired, as in ``assistant.search``.
FORESEEN_FAILURE = 2.0
SECONDS = 0.25
"""A prediction that takes longer costs more than it saves: the real tools answer in a second."""


async def foreseen_cost(state: State, environment: Environment, predictor: Predictor | None) -> float:
    """What is to be added to a candidate's cost because tools are predicted to fail; 0 when nothing is predicted in time.

    It orders candidates and decides nothing: each is judged by the real tools.
    """
    if predictor is None:
        return 0.0
    try:
        async with asyncio.timeout(SECONDS):
            outcomes = await predictor.predict(state.code, environment, state.static)
    except TimeoutError:
        return 0.0
    except WorkerFailed as error:
        log.warning("candidates are not screened: %s", error)
        return 0.0
    return FORESEEN_FAILURE * sum(o.probability or 0.0 for o in outcomes if o.label.failed)
