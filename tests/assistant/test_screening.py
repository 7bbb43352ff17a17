"""The world model's say in the order of candidates. The predictors stand in for one that was trained."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from assistant.screening import FORESEEN_FAILURE, foreseen_cost
from assistant.search import State
from backends.environment import Domain, Environment
from backends.outcome import Label, Outcome, Provenance, Stage
from icwm.worker import WorkerFailed

WHERE = Environment(Domain.VERILOG, "/p/x.v", "/p")
STATE = State("module x; endmodule\n", Outcome("slang", Stage.STATIC, Label.PASS))


@dataclass
class Standin:
    """Says what it was given, after a while."""

    outcomes: tuple[Outcome, ...] = ()
    seconds: float = 0.0
    broken: bool = False
    name: str = "stand-in"

    async def predict(self, code: str, environment: Environment, static: Outcome) -> tuple[Outcome, ...]:
        if self.broken:
            raise WorkerFailed("no process could be started")
        await asyncio.sleep(self.seconds)
        return self.outcomes


def predicted(label: Label, probability: float) -> Outcome:
    return Outcome("icarus-simulation", Stage.SIMULATE, label, provenance=Provenance.PREDICTED, probability=probability)


@pytest.mark.parametrize(
    ("predictor", "cost"),
    [
        (None, 0.0),
        (Standin((predicted(Label.WRONG_OUTPUT, 0.9),)), 0.9 * FORESEEN_FAILURE),
        (Standin((predicted(Label.PASS, 0.99),)), 0.0),
        (Standin((predicted(Label.WRONG_OUTPUT, 0.9),), seconds=30), 0.0),
        (Standin(broken=True), 0.0),
    ],
)
async def test_a_foreseen_failure_puts_a_candidate_back_and_a_silent_model_does_not(predictor, cost):
    assert await foreseen_cost(STATE, WHERE, predictor) == pytest.approx(cost)
