"""``hardsight check``: what the static front ends and the real tools say about files, for scripts and for people."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from typing import Any

from server.cli import EXIT_CLEAN, EXIT_PROBLEMS, EXIT_TOOL_MISSING, NONE_OF_OURS, NOTHING_THERE, fail
from server.verilog_options import add_verilog_options, verilog_values


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "check",
        help="say what the tools say about files",
        description="Check files, or all files of our languages below a folder. --format json prints one object a line and file.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file or folder")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--static-only", action="store_true", help="front ends only: run no tool")
    parser.add_argument("--tool", action="append", metavar="NAME", help="run only this tool (may be repeated)")
    parser.add_argument("--untrusted", action="store_true", help="execute nothing of the files' code")
    parser.add_argument("--no-cache", action="store_true", help="run the tools even where the answer is known")
    add_verilog_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from server.checked_files import NoSuchFile, checked_files, folders_for_command_line, settings_problems

    folders = folders_for_command_line(not options.untrusted, {"verilog": verilog_values(options)})
    try:
        files = list(checked_files(options.files, folders))
    except NoSuchFile as error:
        return fail(str(error))
    for line in settings_problems(folders):
        print(f"hardsight: {line}", file=sys.stderr)
    if options.tool and (unknown := _unknown_tools(options.tool)):
        return fail(f"there is no tool {', '.join(unknown)}; `hardsight doctor` lists them")
    if not files:
        print(f"hardsight: {NOTHING_THERE}", file=sys.stderr)
    return asyncio.run(_check(options, files))


async def _check(options: argparse.Namespace, files: list[Any]) -> int:
    from backends.outcome import Label
    from server.check_report import found_problems, lines_for_people, report
    from server.check_run import outcomes_of
    from server.confirmed_tier import is_untrusted

    problems = missing = False
    for file in files:
        outcomes, target = await outcomes_of(
            file,
            static_only=options.static_only,
            tools=options.tool,
            trusted=not options.untrusted,
            use_cache=not options.no_cache,
        )
        problems = problems or found_problems(outcomes)
        missing = missing or any(o.label is Label.UNAVAILABLE and not is_untrusted(o) for o in outcomes)
        if options.format == "json":
            print(json.dumps(report(file.path, file.source.text, file.domain, target, outcomes)), flush=True)
        else:
            if len(files) > 1 or not outcomes:
                print(file.path)
            if file.domain is None and not outcomes:
                print(f"  {NONE_OF_OURS}")
            for line in lines_for_people(file.path, file.domain, outcomes):
                print(line, flush=True)
    if problems:
        return EXIT_PROBLEMS
    return EXIT_TOOL_MISSING if missing else EXIT_CLEAN


def _unknown_tools(names: list[str]) -> list[str]:
    from backends.environment import Domain
    from backends.registry import backends

    known = {backend.name for domain in Domain for backend in backends(domain)}
    return [name for name in names if name not in known]
