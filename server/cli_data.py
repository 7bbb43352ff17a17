"""``hardsight data``: what is kept of repairs on this machine, out of it, and gone."""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import sys
import time
from typing import Any

from server.cli import EXIT_CLEAN, EXIT_PROBLEMS, EXIT_TOOL_MISSING, fail

_AGE = re.compile(r"(\d+(?:\.\d+)?)([smhdw])")
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "data",
        help="list, show, export and forget kept trajectories",
        description="Repairs are kept as trajectories in a database on this machine and nowhere else.",
    )
    actions = parser.add_subparsers(metavar="ACTION", dest="action", required=True)
    listing = actions.add_parser("list", help="one line a trajectory, newest first")
    _add_selection(listing, identifiers=False)
    listing.add_argument("--limit", type=int, metavar="N")
    listing.add_argument("--format", choices=["text", "json"], default="text")
    show = actions.add_parser("show", help="the turns of one trajectory and what became of it")
    show.add_argument("id", help="its identifier, or the beginning of it")
    show.add_argument("--format", choices=["text", "json"], default="text")
    export = actions.add_parser("export", help="write trajectories to a file, for training elsewhere or safe keeping")
    export.add_argument("output", metavar="FILE", help="- for standard output")
    export.add_argument("--as", dest="kind", choices=["jsonl", "parquet"], help="by the name of FILE when not given")
    _add_selection(export, identifiers=True)
    forget = actions.add_parser("forget", help="delete trajectories and the code only they refer to")
    _add_selection(forget, identifiers=True)
    forget.add_argument("--all", action="store_true", help="everything")
    where = actions.add_parser("where", help="print the path of the database")
    for each in (listing, show, export, forget, where):
        each.set_defaults(run=run)


def _add_selection(parser: argparse.ArgumentParser, *, identifiers: bool) -> None:
    if identifiers:
        parser.add_argument(
            "--id", action="append", metavar="ID", help="an identifier or its beginning (may be repeated)"
        )
    parser.add_argument("--file", metavar="FILE", help="those of this file, or with it as a neighbour")
    parser.add_argument("--older-than", metavar="AGE", help="for example 90d, 12h, 2w")
    parser.add_argument("--domain", choices=["verilog", "triton", "cadquery", "cuda", "firmware"])
    parser.add_argument("--verdict", choices=["verified", "unverified", "none", "clean"])


def run(options: argparse.Namespace) -> int:
    from icwm.store import TrajectoryStore

    with TrajectoryStore(on_problem=_warn) as store:
        if options.action == "where":
            print(store.path)
            return EXIT_CLEAN
        try:
            return {"list": _list, "show": _show, "export": _export, "forget": _forget}[options.action](options, store)
        except ValueError as error:
            return fail(str(error))


def _selection(options: argparse.Namespace) -> Any:
    from pathlib import Path

    from icwm.database import Selection

    before = None
    if options.older_than is not None:
        match = _AGE.fullmatch(options.older_than)
        if match is None:
            raise ValueError(f"--older-than must be a number and one of s, m, h, d, w, not {options.older_than!r}")
        before = time.time() - float(match[1]) * _SECONDS[match[2]]
    return Selection(
        identifiers=tuple(getattr(options, "id", None) or ()),
        path=None if options.file is None else str(Path(options.file).absolute()),
        before=before,
        domain=options.domain,
        verdict=options.verdict,
    )


def _list(options: argparse.Namespace, store: Any) -> int:
    from dataclasses import asdict

    for summary in store.summaries(_selection(options), options.limit):
        if options.format == "json":
            print(json.dumps(asdict(summary)))
            continue
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(summary.created))
        feedback = ", ".join(dict.fromkeys(summary.feedback))
        turns = f"{summary.turns} turn{'s' * (summary.turns != 1)}"
        print(
            f"{summary.identifier[:12]}  {when}  {summary.verdict:10}  {turns:8}  {summary.path}"
            + (f"  ({feedback})" if feedback else "")
        )
    return EXIT_CLEAN


def _show(options: argparse.Namespace, store: Any) -> int:
    from icwm.record import to_record
    from icwm.store import UnknownTrajectory

    try:
        trajectory, feedback = store.get(options.id), store.feedback(options.id)
    except UnknownTrajectory as error:
        return fail(str(error))
    if options.format == "json":
        print(json.dumps(to_record(trajectory, feedback)))
    else:
        print("\n".join(_lines_of(trajectory, feedback)))
    return EXIT_CLEAN


def _lines_of(trajectory: Any, feedback: Any) -> list[str]:
    from assistant.change import unified_diff

    when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(trajectory.created))
    lines = [
        f"{trajectory.identifier}  {when}",
        f"{trajectory.environment.path}: {trajectory.verdict} ({trajectory.provenance})",
    ]
    if trajectory.checked:
        lines.append(f"checked: {', '.join(trajectory.checked)}")
    if trajectory.not_checked:
        lines.append(f"not checked: {', '.join(trajectory.not_checked)}")
    previous = None
    for number, turn in enumerate(trajectory.turns):
        lines += ["", f"turn {number}: {turn.proposer}"]
        lines += [f"  {line}" for line in turn.reasoning.split("\n") if line]
        for outcome in turn.outcomes:
            first = next(iter(outcome.errors), None)
            complaint = f": line {first.range.start.line + 1}: {first.message}" if first else ""
            lines.append(f"  {outcome.tool}: {outcome.label}{complaint}")
        if previous is not None:
            lines.append(unified_diff(previous, turn.code, trajectory.environment.name).rstrip("\n"))
        previous = turn.code
    if feedback:
        lines.append("")
    for event in feedback:
        lines.append(f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(event.at))}  {event.kind}")
    return lines


def _export(options: argparse.Namespace, store: Any) -> int:
    from pathlib import Path

    from icwm import export

    kind = options.kind or ("parquet" if options.output.endswith(".parquet") else "jsonl")
    kept = store.trajectories(_selection(options))
    if options.output == "-":
        if kind == "parquet":
            return fail("Parquet cannot be written to standard output; name a file")
        export.write_jsonl(kept, sys.stdout)
        return EXIT_CLEAN
    path = Path(options.output)
    try:
        if kind == "parquet":
            count = export.write_parquet(kept, path)
        else:
            with path.open("w", encoding="utf-8") as out:
                count = export.write_jsonl(kept, out)
    except export.ParquetUnavailable as error:
        print(f"hardsight: {error}", file=sys.stderr)
        return EXIT_TOOL_MISSING
    except OSError as error:
        return fail(f"{path} cannot be written: {error.strerror or error}")
    print(f"{count} trajector{'y' if count == 1 else 'ies'} written to {path}")
    return EXIT_CLEAN


def _forget(options: argparse.Namespace, store: Any) -> int:
    selection = _selection(options)
    if selection.everything != options.all:
        return fail("say what to forget: --id, --file, --older-than, --domain, --verdict, or --all for everything")
    try:
        forgotten = store.forget(selection)
    except (sqlite3.Error, OSError) as error:
        print(f"hardsight: nothing was deleted: {store.path}: {error}", file=sys.stderr)
        return EXIT_PROBLEMS
    print(
        f"{forgotten.trajectories} trajector{'y' if forgotten.trajectories == 1 else 'ies'} and {forgotten.texts} text(s) deleted"
    )
    if not forgotten.complete:
        print(
            "Another process has the database open; the deleted text leaves the disk when it closes. "
            "Repeat this then to be sure.",
            file=sys.stderr,
        )
    return EXIT_CLEAN


def _warn(message: str) -> None:
    print(f"hardsight: {message}", file=sys.stderr)
