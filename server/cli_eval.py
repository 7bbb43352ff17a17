"""``hardsight eval``: how many broken files the deterministic repairs mend, how often the world model is right."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import Any

from server.cli import EXIT_CLEAN, fail
from server.cli_eval_icwm import register_icwm


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("eval", help="measure the repairs and the world model")
    what = parser.add_subparsers(dest="what", required=True)
    repairs = what.add_parser(
        "repairs", help="repair every broken file of a folder and judge the results with the real tools"
    )
    repairs.add_argument("folder", type=Path)
    repairs.add_argument("--judge", type=Path, help="folder of testbenches tb_NAME.v that the repair does not see")
    repairs.add_argument("--table", type=Path, help="write one row a file to this CSV")
    repairs.add_argument("--verbose", action="store_true", help="tell of each file what was changed and why")
    repairs.add_argument("--seconds", type=float, default=30.0, help="budget for each file")
    repairs.set_defaults(run=run)
    register_icwm(what)


def run(options: argparse.Namespace) -> int:
    for folder in (options.folder, options.judge):
        if folder is not None and not folder.is_dir():
            return fail(f"{folder}: no such folder")
    return asyncio.run(_repairs(options))


async def _repairs(options: argparse.Namespace) -> int:
    from assistant.repair_loop import Budget
    from training.repair_rate import Attempt, attempts, details, summary, write_table

    rows: list[Attempt] = []
    async for row in attempts(options.folder, options.judge, Budget(seconds=options.seconds)):
        rows.append(row)
        outcome = f"{row.status}, {'compiles' if row.compiles else 'does not compile'}{', ' + row.judged if row.judged else ''}"
        print(f"{row.file}: {outcome} ({row.turns} turns, {row.seconds:.1f} s)", flush=True)
        if options.verbose and (text := details(row)):
            print(text, flush=True)
    print(summary(rows))
    if options.table is not None:
        write_table(rows, options.table)
    return EXIT_CLEAN
