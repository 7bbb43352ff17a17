"""The predicted tier: what the world model thinks the slow tools will say, until they have said it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from backends.outcome import Label, Outcome
from icwm.predictor import predictor_for
from server.folders import Place
from server.static_tier import StaticAnswer

logger = logging.getLogger(__name__)


class PredictedTier:
    """``on_predictions`` gets, for each text, the predictions sure enough to be shown (none where there is no model)."""

    def __init__(
        self, place: Callable[[str], Place], on_predictions: Callable[[StaticAnswer, tuple[Outcome, ...]], None]
    ) -> None:
        self._place = place
        self._on_predictions = on_predictions
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def predict(self, answer: StaticAnswer) -> None:
        """Predict for the text of ``answer``; what is under way for an older text is cancelled."""
        self.cancel(answer.path)
        predictor = predictor_for(answer.domain) if answer.domain else None
        settings = self._place(answer.path).settings.predict
        if predictor is None or answer.environment is None or not answer.outcomes or not settings.enabled:
            return
        environment, static = answer.environment, answer.outcomes[0]

        async def run() -> None:
            outcomes = await predictor.predict(answer.text, environment, static)
            # That code with errors does not compile is known, not predicted.
            known = frozenset({Label.COMPILATION_ERROR}) if static.errors else frozenset()
            sure = tuple(o for o in outcomes if (o.probability or 0.0) >= settings.threshold and o.label not in known)
            self._on_predictions(answer, sure)

        task = asyncio.create_task(run(), name=f"predict {answer.path}")
        self._tasks[answer.path] = task
        task.add_done_callback(lambda done: self._finished(answer.path, done))

    def cancel(self, path: str) -> None:
        task = self._tasks.pop(path, None)
        if task is not None:
            task.cancel()

    async def close(self) -> None:
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=2)

    def _finished(self, path: str, done: asyncio.Task[None]) -> None:
        if self._tasks.get(path) is done:
            del self._tasks[path]
        if not done.cancelled() and (error := done.exception()) is not None:
            logger.error("Predicting for %s failed", path, exc_info=error)
