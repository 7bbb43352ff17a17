"""The compact network: it learns, goes on after a stop, and says in ONNX and int8 what it says in PyTorch.

Needs the extra ``train``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the extra `train` is not installed: pip install 'hardsight[train]'")

from icwm.compact_job import Model  # noqa: E402
from tests.training.small_turns import small_arrays  # noqa: E402
from training.batches import batch_of, shuffled  # noqa: E402
from training.compact_model import CompactModel, Shape  # noqa: E402
from training.encode import Language  # noqa: E402
from training.evaluate_icwm import requests  # noqa: E402
from training.onnx_export import network_scores, write_network  # noqa: E402
from training.pack_icwm import pack  # noqa: E402
from training.splits import Side  # noqa: E402
from training.train_icwm import Schedule, train  # noqa: E402
from training.turn_arrays import Turns  # noqa: E402

SMALL = Shape(token_width=16, width=32, layers=1, heads=2, dropout=0.0)


@pytest.fixture(scope="module")
def encoded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Turns, Language]:
    torch.set_num_threads(1)
    return small_arrays(tmp_path_factory.mktemp("encoded"), each=9)


def test_training_lowers_the_loss_stops_and_goes_on(encoded: tuple[Turns, Language], tmp_path: Path) -> None:
    turns, _ = encoded
    said: list[str] = []
    train(turns, tmp_path, SMALL, Schedule(steps=4, rate=3e-3, warm=1), 1.0, said.append)
    first = [float(text.split("validation loss ")[1].split(",")[0]) for text in said if "validation loss" in text]
    said.clear()
    train(turns, tmp_path, SMALL, Schedule(steps=24, rate=3e-3, warm=1), 1.0, said.append)
    assert said[0] == "going on from step 4"
    last = [float(text.split("validation loss ")[1].split(",")[0]) for text in said if "validation loss" in text]
    assert last[-1] < first[-1]


def test_padding_and_company_change_nothing(encoded: tuple[Turns, Language]) -> None:
    turns, _ = encoded
    torch.manual_seed(0)
    model = CompactModel(SMALL).eval()
    order = np.argsort(turns.arrays["turn_rows"])
    pair = [int(order[0]), int(order[-1])]
    with torch.inference_mode():
        alone = model(*batch_of(turns, pair[:1], turns.residuals()).inputs)
        both = model(*batch_of(turns, pair, turns.residuals()).inputs)
    # The token mixers look two tokens over the edge of a file: its last row may differ a little.
    assert torch.allclose(alone.label[0], both.label[0], atol=0.05)
    assert torch.allclose(alone.number[0], both.number[0], atol=0.05)


def test_every_turn_is_in_one_batch(encoded: tuple[Turns, Language]) -> None:
    turns, _ = encoded
    chosen = turns.of(Side.TRAIN)
    seen = [index for batch in shuffled(turns, chosen, 1024, 3) for index in batch]
    assert sorted(seen) == sorted(chosen.tolist())


def test_onnx_and_int8_say_what_the_network_says(encoded: tuple[Turns, Language], tmp_path: Path) -> None:
    turns, language = encoded
    torch.manual_seed(0)
    model = CompactModel(SMALL).eval()
    some = turns.of(Side.TEST)[:6]
    write_network(model, turns, tmp_path, lambda text: None)
    with torch.inference_mode():
        expected = np.concatenate([model(*batch_of(turns, [int(i)], turns.residuals()).inputs).label for i in some])
    exact = network_scores(tmp_path / "float.onnx", turns, some)["label"]
    small = network_scores(tmp_path / "model.onnx", turns, some)["label"]
    assert np.allclose(exact, expected, atol=1e-3)
    assert np.abs(small - expected).max() < 0.35 * np.abs(expected).max()
    pack(model, turns, language, tmp_path / "weights", lambda text: None)
    packed = Model(tmp_path / "weights")
    for request, scores in zip(requests(turns, some), small, strict=True):
        assert np.allclose(packed.scores(request)["label"], scores, atol=1e-3)
        said = packed.predict(request)
        assert said["tools"]["icarus"]["label"] in ("PASS", "COMPILATION_ERROR")
        assert all(line in request["lines"] for line, _ in said["wrong"])
