"""``hardsight``: one subcommand a file (``cli_*.py``), each imported only when it is used, so that all start quickly."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from importlib.util import find_spec

EXIT_CLEAN = 0
EXIT_PROBLEMS = 1
EXIT_USAGE = 2
EXIT_TOOL_MISSING = 3

NOTHING_THERE = "there is no Verilog, Triton or CadQuery file there"
NONE_OF_OURS = "not Verilog, Triton or CadQuery; nothing to check"

SUBCOMMANDS = {
    "serve": "speak LSP with an editor, on standard input and output, TCP or WebSocket",
    "check": "say what the tools say about files",
    "predict": "say what the tools are predicted to say, without running them",
    "fix": "repair a file, verified by the real tools",
    "doctor": "list the tools: found where, version, what they enable, how to install what is missing",
    "data": "list, show, export and forget kept trajectories",
    "schema": "print the JSON schema of the settings",
    "demo": "take a broken file of each language through a real LSP session",
    "bench": "measure latencies on this machine, beside their limits",
    "train": "retrain on kept trajectories",
    "eval": "measure the models",
    "web": "serve the page for the browser",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status (0 clean or fixed, 1 problems, 2 usage error, 3 a tool is missing)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(
        prog="hardsight",
        description="Tells what the hardware toolchain will say, proves it with the real tools, and offers fixes they have passed.",
        epilog="Exit status: 0 clean or fixed, 1 problems found, 2 usage error, 3 a needed tool is missing.",
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    subparsers = parser.add_subparsers(metavar="COMMAND", dest="command")
    named = next((word for word in given if not word.startswith("-")), None)
    for name, summary in SUBCOMMANDS.items():
        if find_spec(f"server.cli_{name}") is None:
            continue
        if name == named:
            importlib.import_module(f"server.cli_{name}").register(subparsers)
        else:
            subparsers.add_parser(name, help=summary, add_help=False)
    options = parser.parse_args(given)
    if options.version:
        from server.host import hardsight_version

        print(f"hardsight {hardsight_version()}")
        return EXIT_CLEAN
    if options.command is None:
        parser.print_help()
        return EXIT_USAGE
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone (``| head``); there is nobody left to tell.
        sys.stdout = None  # type: ignore[assignment]
        return EXIT_CLEAN


def fail(message: str) -> int:
    """Print a usage error; returns its exit status."""
    print(f"hardsight: {message}", file=sys.stderr)
    return EXIT_USAGE
