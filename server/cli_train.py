"""``hardsight train``: collect labelled turns, count them, and train the models. Each runs in this process, on the CPU."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import Any

from backends.environment import Domain
from server.cli import EXIT_CLEAN, fail

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
    collect.set_defaults(act=_collect)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    return int(options.act(options))


def _collect(options: argparse.Namespace) -> int:
    from training.collect import collect, collection, drop_stale

    if options.turns < 1 or options.jobs < 1:
        return fail("--turns and --jobs must be at least 1")
    domains = [Domain(name) for name in options.domain or TRAINED]
    for domain in domains:
        stay, gone = drop_stale(options.out / f"{domain}.jsonl")
        if gone:
            print(f"{domain}: {gone:,} of {stay + gone:,} rows are dropped: their generators have changed", flush=True)
    try:
        collections = [collection(domain, options.out, options.seed) for domain in domains]
    except LookupError as error:
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
