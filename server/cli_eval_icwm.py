"""``hardsight eval icwm``: the world model on designs it has never seen, beside the majority and trees on static facts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from server.cli import EXIT_CLEAN, fail


def register_icwm(what: Any) -> None:
    """Add it to the things ``hardsight eval`` measures."""
    parser = what.add_parser(
        "icwm", help="predict turns of unseen families and of public code, and compare with the real tools' labels"
    )
    parser.add_argument("--weights", type=Path, metavar="FOLDER", help="of `train icwm`; else the server's own model")
    parser.add_argument("--turns", type=Path, metavar="FOLDER", help="of `train collect`; else the committed table")
    parser.add_argument(
        "--out", type=Path, default=Path("runs/icwm"), metavar="FOLDER", help="where encoded turns are kept"
    )
    parser.add_argument("--results", type=Path, metavar="FOLDER", help="write the tables (CSV) and plots (PNG) here")
    parser.add_argument(
        "--public", action="append", default=[], metavar="OWNER/NAME=FOLDER", help="clones of public code"
    )
    parser.set_defaults(run=run_icwm)


def run_icwm(options: argparse.Namespace) -> int:
    from training.pipeline import WEIGHTS, run_evaluation

    try:
        run_evaluation(
            options.weights or WEIGHTS, options.turns, options.out, options.results, tuple(options.public),
            lambda text: print(text, flush=True),
        )  # fmt: skip
    except (LookupError, ValueError) as error:
        return fail(str(error))
    return EXIT_CLEAN
