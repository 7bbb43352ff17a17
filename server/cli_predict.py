"""``hardsight predict``: what the world model thinks the tools will say. Runs no tool and none of the user's code."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from typing import Any

from server.cli import EXIT_CLEAN, EXIT_PROBLEMS, EXIT_TOOL_MISSING, NONE_OF_OURS, NOTHING_THERE, fail

NO_MODEL = "no world model is installed for {domain}; `hardsight check` asks the real tools"


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("predict", help="say what the tools are predicted to say, without running them")
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file or folder")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from server.checked_files import NoSuchFile, checked_files, folders_for_command_line, settings_problems

    folders = folders_for_command_line(trusted=False)
    try:
        files = list(checked_files(options.files, folders))
    except NoSuchFile as error:
        return fail(str(error))
    for line in settings_problems(folders):
        print(f"hardsight: {line}", file=sys.stderr)
    if not files:
        print(f"hardsight: {NOTHING_THERE}", file=sys.stderr)
    return asyncio.run(_predict(options, files))


async def _predict(options: argparse.Namespace, files: list[Any]) -> int:
    from backends.outcome import Label, Outcome, Stage
    from backends.registry import static_backends
    from icwm.predictor import predictor_for
    from server.check_report import found_problems, lines_for_people, report

    problems = missing = False
    for file in files:
        outcomes: tuple[Outcome, ...] = ()
        target = None
        predictor = predictor_for(file.domain) if file.domain else None
        if not file.source.usable:
            outcomes = (Outcome("hardsight", Stage.STATIC, Label.COMPILATION_ERROR, file.source.remarks),)
        elif file.domain is not None and predictor is None:
            missing = True
            why = NO_MODEL.format(domain=file.domain)
            outcomes = (Outcome.unavailable("icwm", Stage.STATIC, why),)
        elif file.domain is not None and predictor is not None:
            environment = file.environment()
            static = static_backends(file.domain)[0].analyze(file.source.text, environment)
            outcomes = await predictor.predict(file.source.text, environment, static)
            target = environment.target
        problems = problems or found_problems(outcomes)
        if options.format == "json":
            print(json.dumps(report(file.path, file.source.text, file.domain, target, outcomes)), flush=True)
        else:
            print(file.path)
            if file.domain is None and not outcomes:
                print(f"  {NONE_OF_OURS}")
            for line in lines_for_people(file.path, file.domain, outcomes):
                print(line, flush=True)
    if problems:
        return EXIT_PROBLEMS
    return EXIT_TOOL_MISSING if missing else EXIT_CLEAN
