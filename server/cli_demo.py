"""``hardsight demo``: open a broken file of each language in a real LSP session, and show what an editor would.

Works on copies in ``--out`` (default ``runs/demo``), which it leaves behind with the repaired files, the part's picture,
and ``session.svg``, a picture of what was printed.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
from pathlib import Path
from typing import Any

from server.cli import EXIT_CLEAN, EXIT_PROBLEMS, EXIT_TOOL_MISSING, fail

FILES = Path(__file__).parent / "demo" / "files"
BROKEN = ("packet_buffer.v", "fused_layer_norm.py", "sensor_enclosure.py")


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("demo", help="take a broken file of each language through a real LSP session")
    parser.add_argument("--out", type=Path, default=Path("runs/demo"), help="folder for the copies and pictures")
    parser.add_argument("--file", action="append", choices=BROKEN, help="only this file (may be repeated)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    try:
        from server.demo.report import Report
    except ModuleNotFoundError as error:
        fail(f"the demo needs {error.name}: pip install 'hardsight[demo]'")
        return EXIT_TOOL_MISSING
    folder = options.out.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for source in FILES.iterdir():
            shutil.copyfile(source, folder / source.name)
        (folder / "hardsight.toml").write_text(SETTINGS, "utf-8")
    except OSError as error:
        return fail(f"{folder} cannot be written: {error.strerror or error}; name another folder with --out")
    report = Report()
    fixed = asyncio.run(_demo(folder, options.file or BROKEN, report))
    report.save(folder / "session.svg")
    return EXIT_CLEAN if fixed else EXIT_PROBLEMS


SETTINGS = """# Written by `hardsight demo`.
[triton]
architectures = ["sm_80", "sm_90", "gfx942"]

[predict]
enabled = true
"""


async def _demo(folder: Path, names: tuple[str, ...] | list[str], report: Any) -> bool:
    from backends.domains import domain_of
    from icwm.predictor import predictor_for
    from icwm.store import TrajectoryStore
    from server.demo.session import EditorSession

    session = EditorSession(folder)
    report.started(await session.start(), folder)
    all_verified = True
    try:
        for name in names:
            path = folder / name
            broken = path.read_text("utf-8")
            report.file(path, broken)
            report.tier("static", await session.open(path))
            domain = domain_of(str(path), broken)
            if domain is None or predictor_for(domain) is None:
                report.no_model()
            else:
                report.predicted(await session.predicted(path))
            shown, outcomes = await session.confirm(path)
            report.tier("confirmed", shown)
            report.outcomes(outcomes)
            fixed = await session.fix(path)
            report.fix(fixed, broken, name)
            all_verified = all_verified and fixed.result.get("status") == "verified"
            path.write_text(fixed.text, "utf-8")
            _, outcomes = await session.confirm(path)
            report.after(outcomes, folder)
            identifier = fixed.result.get("trajectory_id")
            if identifier:
                report.trajectory(TrajectoryStore().get(identifier))
    finally:
        await session.close()
    return all_verified
