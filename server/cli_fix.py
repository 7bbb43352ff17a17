"""``hardsight fix``: repair files, verified by the real tools."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import replace
from typing import Any

from server.cli import EXIT_CLEAN, EXIT_PROBLEMS, EXIT_TOOL_MISSING, EXIT_USAGE, fail


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "fix",
        help="repair a file, verified by the real tools",
        description="Repair files. A repair is called verified when every real tool that failed passes, none that passed "
        "fails, the testbench (if any) passes and the interface is unchanged. --format json prints one object a line and file.",
        epilog="Exit status: 0 all clean or repaired and verified, 1 problems remain, 2 usage error, 3 a needed tool is missing.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file or folder")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--write", action="store_true", help="write verified repairs into the files")
    parser.add_argument(
        "--accept-unverified", action="store_true", help="with --write: also what could not be verified"
    )
    parser.add_argument("--diff", action="store_true", help="print only the difference, for patch")
    parser.add_argument(
        "--warnings", action="store_true", help="also repair hazards that are no errors: latches, lost bits, …"
    )
    parser.add_argument("--budget-seconds", type=float, metavar="S", help="time for one file, tools included")
    parser.add_argument("--untrusted", action="store_true", help="execute nothing of the files' code")
    parser.add_argument("--testbench", metavar="FILE", help="the testbench of the file, when its name does not tell")
    parser.add_argument("--top", help="top module for Verilog")
    parser.add_argument("--target", help="FPGA family for Verilog (ice40, ecp5, xilinx, generic)")
    parser.add_argument(
        "--include", action="append", metavar="DIR", help="include directory for Verilog (may be repeated)"
    )
    parser.add_argument("--define", action="append", metavar="NAME[=VALUE]", help="macro for Verilog (may be repeated)")
    parser.add_argument("--progress", action="store_true", help="tell on standard error what is being tried")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from server.checked_files import NoSuchFile, checked_files, folders_for_command_line, settings_problems

    if options.budget_seconds is not None and not options.budget_seconds > 0:
        return fail("--budget-seconds must be more than 0")
    if options.accept_unverified and not options.write:
        return fail("--accept-unverified needs --write")
    folders = folders_for_command_line(not options.untrusted, {"verilog": _verilog_values(options)})
    try:
        files = list(checked_files(options.files, folders))
    except NoSuchFile as error:
        return fail(str(error))
    for line in settings_problems(folders):
        print(f"hardsight: {line}", file=sys.stderr)
    return asyncio.run(_fix(options, files))


def _verilog_values(options: argparse.Namespace) -> dict[str, Any]:
    from pathlib import Path

    values: dict[str, Any] = {"top": options.top, "target": options.target}
    if options.testbench:
        values["testbench"] = str(Path(options.testbench).absolute())
    if options.include:
        values["include_dirs"] = [str(Path(d).absolute()) for d in options.include]
    if options.define:
        values["defines"] = {name: value or "1" for name, _, value in (d.partition("=") for d in options.define)}
    return {name: value for name, value in values.items() if value is not None}


async def _fix(options: argparse.Namespace, files: list[Any]) -> int:
    from icwm.store import TrajectoryStore

    statuses: list[int] = []
    store = TrajectoryStore(on_problem=lambda message: print(f"hardsight: {message}", file=sys.stderr))
    try:
        for file in files:
            keep = store if file.place.settings.feedback.record else None
            statuses.append(await _fix_one(options, file, keep))
    finally:
        store.close()
    for status in (EXIT_USAGE, EXIT_TOOL_MISSING, EXIT_PROBLEMS):
        if status in statuses:
            return status
    return EXIT_CLEAN


async def _fix_one(options: argparse.Namespace, file: Any, store: Any) -> int:
    from pathlib import Path

    from assistant.project_repair import repair_project
    from assistant.repair_loop import Budget
    from server.file_replacement import FileImage

    if file.domain is None or not file.source.usable:
        why = file.source.remarks[0].message if file.source.remarks else "it is not Verilog, Triton or CadQuery"
        if options.format == "json":
            print(json.dumps(_nothing(file.path, file.source.text, why)), flush=True)
        else:
            print(f"{file.path}: nothing done: {why}", file=sys.stderr if options.diff else sys.stdout)
        return EXIT_PROBLEMS if not file.source.usable else EXIT_CLEAN
    image = FileImage.read(Path(file.path))
    settings = file.place.settings
    environment = file.environment(image.text)
    seconds = options.budget_seconds or settings.fix.budget_seconds
    result = await repair_project(
        image.text,
        environment,
        budget=Budget(seconds=seconds, verifications=settings.fix.max_turns),
        trusted=not options.untrusted,
        store=store,
        on_progress=_print_progress if options.progress else None,
        warnings=options.warnings,
    )
    written = await _write(options, image, result, store)
    if options.format == "json":
        print(json.dumps(_json(result, written)), flush=True)
    elif options.diff:
        sys.stdout.write("".join([*(other.diff for other in result.other_files), result.diff]))
        sys.stdout.flush()
    else:
        print("\n".join(_lines(result, written)), flush=True)
    return _exit_status(options, result, written)


async def _write(options: argparse.Namespace, image: Any, result: Any, store: Any) -> bool:
    """Whether the file, with the others that have to change with it, was written."""
    from pathlib import Path

    from assistant.repair_result import Status
    from icwm.trajectory import Feedback
    from server.file_replacement import FileChanged, FileImage

    accepted = result.status is Status.VERIFIED or (options.accept_unverified and result.status is Status.UNVERIFIED)
    if not options.write or not accepted:
        return False
    others = [(FileImage.read(Path(other.path)), other) for other in result.other_files]
    path = image.path
    try:
        for found, other in others:
            path = found.path
            if found.text != other.original:
                raise FileChanged(f"{path} was changed while it was being repaired")
        for found, code in [*((found, other.code) for found, other in others), (image, result.code)]:
            path = found.path
            if code != found.text:
                found.replace(code)
    except (FileChanged, OSError, UnicodeEncodeError) as error:
        print(f"hardsight: {path} was not written: {error}", file=sys.stderr)
        return False
    if store is not None and result.trajectory_id is not None:
        await asyncio.to_thread(
            store.add_feedback, result.trajectory_id, Feedback.ACCEPTED, detail={"by": "fix --write"}
        )
    return True


def _exit_status(options: argparse.Namespace, result: Any, written: bool) -> int:
    from assistant.repair_result import Status

    if result.status is Status.CLEAN:
        return EXIT_TOOL_MISSING if _nothing_ran(options, result) else EXIT_CLEAN
    if result.status is Status.VERIFIED:
        return EXIT_PROBLEMS if options.write and not written else EXIT_CLEAN
    if written:
        return EXIT_CLEAN
    return EXIT_TOOL_MISSING if _nothing_ran(options, result) else EXIT_PROBLEMS


def _nothing_ran(options: argparse.Namespace, result: Any) -> bool:
    """True when no real tool could be run because all are missing, and not because the user forbade it."""
    from backends.outcome import Label

    real = result.outcomes[1:]
    return not options.untrusted and bool(real) and all(o.label is Label.UNAVAILABLE for o in real)


def _json(result: Any, written: bool) -> dict[str, Any]:
    """The contract of the design. Ranges are as in LSP: zero-based, characters counted in UTF-16 code units."""
    out: dict[str, Any] = result.to_json()
    _count_as_clients_do(result.original, result.edits, out["edits"])
    for other, entry in zip(result.other_files, out["other_files"], strict=True):
        _count_as_clients_do(other.original, other.edits, entry["edits"])
    return {**out, "written": written}


def _count_as_clients_do(text: str, edits: Any, entries: list[dict[str, Any]]) -> None:
    from backends.text import LineIndex
    from server.encoding import ClientText

    client = ClientText(LineIndex(text))
    for edit, entry in zip(edits, entries, strict=True):
        span = client.range_to_client(edit.range)
        entry["range"] = {
            "start": {"line": span.start.line, "character": span.start.character},
            "end": {"line": span.end.line, "character": span.end.character},
        }


def _nothing(path: str, text: str, why: str) -> dict[str, Any]:
    from assistant.repair_result import RepairResult, Status

    return {**replace(RepairResult(path, Status.NONE, text, text), reasons=(why,)).to_json(), "written": False}


def _lines(result: Any, written: bool) -> list[str]:
    from assistant.repair_result import Status

    if result.status is Status.CLEAN:
        lines = [f"{result.file}: clean ({', '.join(result.checked)})"]
        return lines + [f"  not checked: {each}" for each in result.not_checked]
    if result.status is Status.NONE:
        return [
            f"{result.file}: no repair found ({result.seconds:.1f} s)",
            *(f"  {reason}" for reason in result.reasons),
        ]
    lines = [f"{result.file}: {result.status}: {', '.join(result.checked)}"]
    lines += [f"  not verified because {reason}" for reason in result.reasons]
    lines += [f"  not checked: {each}" for each in result.not_checked]
    lines += [f"  {line}" for line in result.thinking.split("\n") if line]
    lines += [other.diff.rstrip("\n") for other in result.other_files]
    lines += [result.diff.rstrip("\n")] if result.diff else []
    kept = f", kept as {result.trajectory_id[:12]}" if result.trajectory_id else ""
    lines.append(
        f"  {result.turns} turn{'s' * (result.turns != 1)}, {result.seconds:.1f} s, {result.proposer}{kept}"
        + (", written" if written else "")
    )
    return lines


def _print_progress(progress: Any) -> None:
    print(f"  {progress.stage}: {progress.message}", file=sys.stderr, flush=True)
