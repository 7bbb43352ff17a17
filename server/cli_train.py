"""``hardsight train``: collect labelled turns, count them, and train the models. Each runs in this process, on the CPU."""

from __future__ import annotations

import argparse
import asyncio
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from backends.environment import Domain
from server.cli import EXIT_CLEAN, EXIT_TOOL_MISSING, fail

TRAINED = (Domain.VERILOG, Domain.TRITON, Domain.CADQUERY)


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("train", help="collect labelled turns and train the models")
    what = parser.add_subparsers(metavar="WHAT", dest="what", required=True)
    collect = what.add_parser(
        "collect",
        help="label generated designs, whole and broken, with the real tools",
        description="Kill it at any time: the same command goes on where it stopped.",
    )
    collect.add_argument("--domain", action="append", choices=[str(d) for d in TRAINED], help="all, unless given")
    collect.add_argument("--turns", type=int, required=True, metavar="N", help="how many a domain")
    collect.add_argument("--seed", type=int, default=1)
    collect.add_argument("--jobs", type=int, default=1, metavar="J", help="turns labelled at a time")
    collect.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    collect.add_argument(
        "--public",
        action="append",
        default=[],
        metavar="OWNER/NAME=FOLDER",
        help="a local clone of a public repository: its designs are labelled instead of generated ones",
    )
    collect.set_defaults(act=_collect)
    splits = what.add_parser("splits", help="give each new family its side of the split, in training/splits.csv")
    splits.set_defaults(act=_splits)
    statistics = what.add_parser("statistics", help="count the labelled turns by side, tool and label")
    statistics.add_argument("--turns", type=Path, metavar="FOLDER", help="of `train collect`; else the committed table")
    statistics.add_argument("--table", type=Path, metavar="CSV", help="write the counts here too")
    statistics.set_defaults(act=_statistics)
    table = what.add_parser("table", help="pack collected turns into the table that is committed")
    table.add_argument("--turns", type=Path, required=True, metavar="FOLDER", help="of `train collect`")
    table.add_argument("--out", type=Path, metavar="FOLDER", help="training/turns, unless given")
    table.set_defaults(act=_table)
    icwm = what.add_parser(
        "icwm",
        help="train the compact world model on labelled turns and pack it for the server",
        description="Needs the extra `train`. Kill it at any time: the same command goes on from its checkpoint.",
    )
    icwm.add_argument("--turns", type=Path, metavar="FOLDER", help="of `train collect`; else the committed table")
    icwm.add_argument(
        "--out", type=Path, default=Path("runs/icwm"), metavar="FOLDER", help="checkpoints and encoded turns"
    )
    icwm.add_argument("--minutes", type=float, default=60.0, help="how long to train at most (60)")
    icwm.add_argument("--steps", type=int, default=6000, help="where the learning rate has come down (6000)")
    icwm.add_argument("--layers", type=int, default=5)
    icwm.add_argument("--threads", type=int, default=1)
    icwm.add_argument("--trees-only", action="store_true", help="pack gradient-boosted trees without the network")
    icwm.add_argument(
        "--weights", type=Path, metavar="FOLDER", help="pack the model here; icwm/weights is the server's"
    )
    icwm.add_argument(
        "--public", action="append", default=[], metavar="OWNER/NAME=FOLDER", help="clones of public code"
    )
    icwm.set_defaults(act=_icwm)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    return int(options.act(options))


def _collect(options: argparse.Namespace) -> int:
    from training.collect import Collection, collect, collection, drop_stale, public_collection
    from training.public_corpora import clones_named

    if options.turns < 1 or options.jobs < 1:
        return fail("--turns and --jobs must be at least 1")
    domains = [Domain(name) for name in options.domain or TRAINED]
    for domain in domains:
        stay, gone = drop_stale(options.out / f"{domain}.jsonl")
        if gone:
            print(f"{domain}: {gone:,} of {stay + gone:,} rows are dropped: their generators have changed", flush=True)
    collections: list[Collection] = []
    try:
        if options.public:
            clones = clones_named(options.public)
            found = (public_collection(domain, clones, options.out, options.seed) for domain in domains)
            collections = [c for c in found if c is not None]
        else:
            collections = [collection(domain, options.out, options.seed) for domain in domains]
    except (LookupError, ValueError) as error:
        return fail(str(error))
    asyncio.run(collect(collections, options.turns, options.jobs, lambda text: print(text, flush=True)))
    for each in collections:
        for label, count in sorted(each.labels.items()):
            print(f"{each.domain}: {label} {count:,}")
        for why, count in each.faults.most_common(5):
            print(f"{each.domain}: a generator or mutation failed {count:,} times: {why}")
        for why, count in each.unavailable.most_common(5):
            print(f"{each.domain}: no verdict {count:,} times: {why}")
    return EXIT_CLEAN


def _splits(options: argparse.Namespace) -> int:
    from training.designs import families
    from training.public_corpora import PARTS, SIDES
    from training.splits import assigned, sides, write_sides

    found = sides()
    for domain in TRAINED:
        found = assigned(domain, families(domain), found)
    found |= {(str(PARTS[name][0]), name): side for name, side in SIDES.items()}
    new = len(found) - len(sides())
    write_sides(found)
    print(f"{new} new of {len(found)} families and repositories")
    return EXIT_CLEAN


def _statistics(options: argparse.Namespace) -> int:
    from training.turn_statistics import label_counts, overview, unexpected_failures, write_counts
    from training.turn_table import FOLDER, read_table

    turns = [turn for domain in TRAINED for turn in read_table(domain, options.turns or FOLDER)]
    if not turns:
        return fail(f"no labelled turns in {options.turns or FOLDER}")
    rows = label_counts(turns)
    print("\n".join(overview(turns)))
    for row in rows:
        print("  ".join(row.values()))
    failures = unexpected_failures(turns)
    print(f"whole or harmlessly rewritten designs that failed: {len(failures)}")
    print("\n".join(failures))
    if options.table is not None:
        write_counts(rows, options.table)
    return EXIT_CLEAN


def _table(options: argparse.Namespace) -> int:
    from training.turn_table import FOLDER, read_table, write_table

    out = options.out or FOLDER
    for domain in TRAINED:
        turns = list(read_table(domain, options.turns))
        if turns:
            path = out / f"{domain}.parquet"
            write_table(turns, path)
            print(f"{path}: {len(turns):,} turns, {path.stat().st_size / 1e6:.2f} MB")
    return EXIT_CLEAN


def _icwm(options: argparse.Namespace) -> int:
    needed = ("sklearn",) if options.trees_only else ("sklearn", "torch", "onnx", "onnxscript", "onnxruntime")
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        print(f"hardsight: training needs {', '.join(missing)}: pip install 'hardsight[train]'", file=sys.stderr)
        return EXIT_TOOL_MISSING
    from training.pipeline import Options, run_training

    try:
        run_training(
            Options(
                turns=options.turns, out=options.out, minutes=0.0 if options.trees_only else options.minutes,
                steps=options.steps, layers=options.layers, threads=options.threads, network=not options.trees_only,
                weights=options.weights, public=tuple(options.public),
            ),
            lambda text: print(text, flush=True),
        )  # fmt: skip
    except (LookupError, ValueError) as error:
        return fail(str(error))
    return EXIT_CLEAN
