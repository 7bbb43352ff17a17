"""A packed model through the seam the server uses: the child process, and the predictor above it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from backends.environment import Domain, Environment
from backends.outcome import Label, Outcome, Provenance
from backends.registry import static_backends
from icwm.compact import CompactPredictor, Weights, compact_predictor, installed_weights
from icwm.compact_job import Model, Trees
from icwm.worker import Worker, WorkerFailed
from tests.training.small_turns import small_arrays
from training.evaluate_icwm import label_rows, number_rows, per_label_rows, predict, printed, requests
from training.evaluation_plots import draw
from training.pack_icwm import pack, tree_scores
from training.splits import Side
from training.trees import as_arrays, fit_label, fit_number
from training.turn_arrays import Turns

GOOD = "module good(input clk, input [3:0] d, output reg [3:0] q);\n  always @(posedge clk) q <= d;\nendmodule\n"
BAD = GOOD.replace("endmodule", "").replace("q <= d", "q <= nowhere")


@pytest.fixture(scope="module")
def turns(tmp_path_factory: pytest.TempPathFactory) -> Turns:
    return _packed(tmp_path_factory)[0]


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _packed(tmp_path_factory)[1]


_KEPT: dict[str, tuple[Turns, Path]] = {}


def _packed(factory: pytest.TempPathFactory) -> tuple[Turns, Path]:
    if not _KEPT:
        folder = factory.mktemp("packed")
        arrays, language = small_arrays(folder / "encoded")
        pack(None, arrays, language, folder / "weights", lambda text: None)
        _KEPT["it"] = arrays, folder / "weights"
    return _KEPT["it"]


def environment(code: str) -> tuple[Environment, Outcome]:
    found = Environment(Domain.VERILOG, "/p/good.v", "/p", "ice40")
    return found, static_backends(Domain.VERILOG)[0].analyze(code, found)


def test_trees_without_scikit_learn_say_what_trees_with_it_say(turns: Turns) -> None:
    facts = turns.arrays["facts"]
    label = fit_label(turns, 0)
    number = fit_number(turns, 1, turns.residuals())
    assert label is not None and number is not None
    plain = Trees(as_arrays(label), label.name)
    expected = tree_scores(label, facts)[:, list(label.labels)]
    got = np.array([plain.scores(row) for row in facts])
    assert np.allclose(got[:, 0], expected[:, 1] - expected[:, 0], atol=1e-4)
    plain = Trees(as_arrays(number), number.name)
    got = np.array([plain.scores(row)[0] for row in facts])
    assert np.allclose(got, number.model.predict(facts.astype(np.float64)), atol=1e-4)


async def test_the_predictor_answers_like_the_tools_marked_as_predicted(weights: Path) -> None:
    worker = Worker(weights)
    predictor = CompactPredictor(Domain.VERILOG, Weights(weights), worker)
    try:
        said = {o.tool: o for o in await predictor.predict(GOOD, *environment(GOOD))}
        assert said["icarus"].label is Label.PASS
        assert said["icarus"].provenance is Provenance.PREDICTED
        assert 0.5 < (said["icarus"].probability or 0) < 1
        assert "icarus-simulation" not in said
        broken = {o.tool: o for o in await predictor.predict(BAD, *environment(BAD))}
        assert broken["icarus"].label is Label.COMPILATION_ERROR
        assert broken["icarus"].diagnostics == (), "slang has said it exactly"
    finally:
        await worker.close()


async def test_a_killed_worker_is_started_again(weights: Path) -> None:
    worker = Worker(weights)
    predictor = CompactPredictor(Domain.VERILOG, Weights(weights), worker)
    try:
        await predictor.predict(GOOD, *environment(GOOD))
        first = worker.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        while worker.pid is not None:
            await asyncio.sleep(0.01)
        assert await predictor.predict(GOOD, *environment(GOOD))
        assert worker.pid not in (None, first)
    finally:
        await worker.close()


def test_every_event_loop_may_ask_the_same_worker(weights: Path) -> None:
    worker = Worker(weights)
    predictor = CompactPredictor(Domain.VERILOG, Weights(weights), worker)

    def ask() -> tuple[Outcome, ...]:
        return asyncio.run(predictor.predict(GOOD, *environment(GOOD)))

    with ThreadPoolExecutor(4) as threads:
        answers = [task.result() for task in [threads.submit(ask) for _ in range(8)]]
    worker.kill()
    assert all(answer == answers[0] for answer in answers)


async def test_a_cancelled_question_leaves_no_half_answer(weights: Path) -> None:
    worker = Worker(weights)
    predictor = CompactPredictor(Domain.VERILOG, Weights(weights), worker)
    try:
        expected = await predictor.predict(GOOD, *environment(GOOD))
        for _ in range(3):
            asked = asyncio.create_task(predictor.predict(BAD, *environment(BAD)))
            await asyncio.sleep(0)
            asked.cancel()
            await asyncio.wait([asked])
            assert await predictor.predict(GOOD, *environment(GOOD)) == expected
    finally:
        await worker.close()


def test_a_model_made_for_other_facts_is_not_used(weights: Path, tmp_path: Path) -> None:
    shutil.copytree(weights, tmp_path / "other")
    path = tmp_path / "other" / "model.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"facts": ["lines"]}))
    assert installed_weights(weights) is not None
    assert installed_weights(tmp_path / "other") is None
    assert compact_predictor(Domain.CADQUERY, weights) is None


async def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorkerFailed, match="could not be started"):
        await Worker(tmp_path).ask({})


def test_the_tables_measure_what_the_packed_files_say(turns: Turns, weights: Path, tmp_path: Path) -> None:
    model = Model(weights)
    indices = turns.of(Side.TEST)
    predicted = predict(model, turns, indices)
    rows = label_rows(turns, predicted, Side.TEST, {"icarus": "trees"})
    everything = next(r for r in rows if r.tool == "icarus" and r.turns_of == "all")
    right = [
        model.predict(request)["tools"]["icarus"]["label"]
        == ("PASS" if turns.arrays["label"][i, 0] == 0 else "COMPILATION_ERROR")
        for i, request in zip(indices, requests(turns, indices), strict=True)
    ]
    assert everything.turns == len(indices)
    assert everything.accuracy == pytest.approx(np.mean(right))
    assert everything.accuracy > everything.majority
    numbers = {r.number: r for r in number_rows(turns, predicted, Side.TEST, {})}
    assert numbers["flip_flops"].error < 0.05
    assert numbers["flip_flops"].static_estimate == 0
    assert "icarus" in printed(per_label_rows(turns, predicted, Side.TEST))
    assert [p.stat().st_size > 1000 for p in draw(turns, predicted, tmp_path)] == [True] * 3
