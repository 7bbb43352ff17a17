"""The way from labelled turns to a packed model, and from a packed model to its figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backends.environment import Domain
from training.encode import Language, encode_turns, make_language
from training.labelled import LabelledTurn
from training.public_corpora import clones_named, fetcher
from training.recipes import FetchDesign
from training.splits import Side
from training.turn_arrays import Turns
from training.turn_table import FOLDER, read_table

Say = Callable[[str], None]
DOMAINS = (Domain.VERILOG, Domain.TRITON, Domain.CADQUERY)
WEIGHTS = Path(__file__).resolve().parents[1] / "icwm" / "weights"


@dataclass(frozen=True)
class Options:
    """See ``hardsight train icwm --help``."""

    turns: Path | None = None
    out: Path = Path("runs/icwm")
    minutes: float = 60.0
    steps: int = 6000
    layers: int = 5
    threads: int = 1
    network: bool = True
    weights: Path | None = None
    public: tuple[str, ...] = ()


def labelled_turns(folder: Path | None, public: bool) -> list[LabelledTurn]:
    """Of all domains. Raises ``LookupError`` when there are none."""
    turns = [t for domain in DOMAINS for t in read_table(domain, folder or FOLDER) if public or not t.recipe.public]
    if not turns:
        raise LookupError(f"no labelled turns in {folder or FOLDER}: run `hardsight train collect` first")
    return turns


def encoded(turns: list[LabelledTurn], language: Language, folder: Path, fetch: FetchDesign | None, say: Say) -> Turns:
    """All turns as arrays, domain by domain."""
    shards, stale = [], 0
    for domain in DOMAINS:
        of_domain = [t for t in turns if t.recipe.domain is domain]
        for path, gone in encode_turns(of_domain, language, folder, fetch):
            shards.append(path)
            stale += gone
    if stale:
        say(f"{stale:,} turns are left out: their generators have changed since they were labelled")
    return Turns.load(shards)


def run_training(options: Options, say: Say) -> None:
    """Encode, train, pack. Raises ``LookupError`` without turns, ``ValueError`` for clones that cannot be read."""
    from training.pack_icwm import pack

    fetch = fetcher(clones_named(options.public)) if options.public else None
    turns = labelled_turns(options.turns, public=fetch is not None)
    if (options.out / "vocabulary.json").is_file():
        language = Language.read(options.out)
    else:
        say("counting the vocabulary")
        language = make_language(turns, fetch)
        language.write(options.out)
    say(f"encoding {len(turns):,} turns; {len(language.vocabulary.tokens):,} tokens")
    arrays = encoded(turns, language, options.out / "encoded", fetch, say)
    model = None
    if options.network:
        import torch

        from training.compact_model import Shape
        from training.train_icwm import Schedule, train

        torch.set_num_threads(options.threads)
        schedule = Schedule(steps=options.steps)
        model = train(arrays, options.out, Shape(layers=options.layers), schedule, options.minutes, say)
    if options.weights is not None:
        pack(model, arrays, language, options.weights, say)


def run_evaluation(
    weights: Path, turns: Path | None, out: Path, results: Path | None, public: tuple[str, ...], say: Say
) -> None:
    """Print the tables of ``training.evaluate_icwm`` for the test sides; write them and the plots to ``results``."""
    from icwm.compact_job import Model
    from training.evaluate_icwm import label_rows, number_rows, per_label_rows, predict, printed, write_rows
    from training.evaluation_plots import draw

    if not (weights / "model.json").is_file():
        raise LookupError(f"no model in {weights}: run `hardsight train icwm --weights {weights}` first")
    fetch = fetcher(clones_named(public)) if public else None
    found = labelled_turns(turns, public=fetch is not None)
    arrays = encoded(found, Language.read(weights), out / "encoded", fetch, say)
    model = Model(weights)
    sources = {name: c["source"] for name, c in model.facts["calibration"].items()}
    number_sources = {n["name"]: n["source"] or "" for n in model.facts["numbers"]}
    labels, numbers, each = [], [], []
    for side in (Side.TEST, Side.PUBLIC):
        indices = arrays.of(side)
        if not len(indices):
            continue
        say(f"predicting {len(indices):,} turns of the side {side}")
        predicted = predict(model, arrays, indices)
        labels += label_rows(arrays, predicted, side, sources)
        numbers += number_rows(arrays, predicted, side, number_sources)
        each += per_label_rows(arrays, predicted, side)
        if results is not None and side is Side.TEST:
            draw(arrays, predicted, results)
    for rows in (labels, numbers, each):
        say(printed(rows) + "\n")
    families = {f"{d}/{f}" for d, f in zip(arrays.arrays["domain"], arrays.arrays["family"], strict=True)}
    tested = np.unique(arrays.arrays["family"][arrays.of(Side.TEST)])
    say(f"{len(families)} families and repositories, {len(tested)} of them on the test side: {', '.join(tested)}")
    if results is not None:
        write_rows(labels, results / "icwm_labels.csv")
        write_rows(numbers, results / "icwm_numbers.csv")
        write_rows(each, results / "icwm_per_label.csv")
