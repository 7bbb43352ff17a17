"""``hardsight bench``: latencies on this machine, each beside its limit."""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path
from typing import Any

from server.cli import EXIT_CLEAN, EXIT_PROBLEMS, fail


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "bench",
        help="measure latencies on this machine, beside their limits",
        description="Exit status 1 when a limit is missed. Run it on a quiet machine.",
    )
    parser.add_argument("what", choices=["server", "tools", "icwm"])
    parser.add_argument(
        "--keystrokes", type=int, default=200, metavar="N", help="how many are timed for each latency (200)"
    )
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="how often each tool is run (5)")
    parser.add_argument("--weights", type=Path, metavar="FOLDER", help="of icwm: another model than the server's")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from server.bench_report import lines, machine

    if options.what == "server":
        from server.bench_server import measure_server

        measurements = asyncio.run(measure_server(max(20, options.keystrokes)))
    elif options.what == "icwm":
        from server.bench_icwm import measure_icwm

        try:
            folder = [options.weights] if options.weights else []
            measurements = asyncio.run(measure_icwm(max(20, options.keystrokes), max(1, options.runs), *folder))
        except LookupError as error:
            return fail(str(error))
    else:
        from server.bench_tools import measure_tools

        measurements = asyncio.run(measure_tools(max(1, options.runs)))
    if options.format == "json":
        print(json.dumps({"machine": machine(), "measurements": [m.to_json() for m in measurements]}, indent=2))
    else:
        print(machine())
        print("\n".join(lines(measurements)))
    return EXIT_CLEAN if all(m.holds for m in measurements) else EXIT_PROBLEMS
