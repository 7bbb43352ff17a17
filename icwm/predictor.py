"""The seam of the predicted tier: what a world model is to everything above it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from backends.environment import Domain, Environment
from backends.outcome import Outcome


@runtime_checkable
class Predictor(Protocol):
    """Predicts what the slow tools will say, in tens of milliseconds, without running any of them or any user code."""

    name: str

    async def predict(self, code: str, environment: Environment, static: Outcome) -> tuple[Outcome, ...]:
        """One outcome for each tool foreseen, with ``Provenance.PREDICTED`` and its ``probability``.

        ``static`` is what the static front end said of the same ``code``. An outcome of which the model is not sure
        enough is still returned; what is shown is the caller's choice. Cancelled by cancelling the awaiting task.
        """
        ...


def predictor_for(domain: Domain) -> Predictor | None:
    """The predictor of a domain; ``None`` where there is none, and then nothing is predicted."""
    from icwm.compact import compact_predictor

    return compact_predictor(domain)
