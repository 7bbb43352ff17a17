"""Runs a Yosys script: in a fork of the warm pyosys interpreter, or with the binary named in the settings."""

from __future__ import annotations

import asyncio
import importlib.metadata
import importlib.util
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from backends.process import Policy, run_tool
from backends.settings import Limits
from backends.zygote import ZygoteError, zygote_for

INSTALL = "pip install pyosys"
MAX_LOG_CHARACTERS = 1 << 20

_JOB_FILE = Path(__file__).with_name("yosys_job.py")
_ERROR = re.compile(r"^(?:.*: )?ERROR: ?.*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class YosysInstallation:
    """``binary`` is ``None`` for pyosys, which needs none."""

    where: str
    version: str
    binary: str | None = None


@dataclass(frozen=True, slots=True)
class YosysRun:
    """``finished`` when the script ran to its end. ``log`` is all of what Yosys printed, errors last."""

    finished: bool
    log: str
    seconds: float
    timed_out: bool = False
    memory_exceeded: bool = False
    unavailable: str | None = None
    """Why Yosys could not be started at all."""

    @property
    def error(self) -> str | None:
        """The line with which Yosys gave up."""
        found = _ERROR.search(self.log)
        return found.group() if found else None


def find_yosys(tools: Mapping[str, str]) -> YosysInstallation | None:
    """``tools`` are the executables named in the settings; ``None`` when neither that one nor pyosys is there."""
    named = tools.get("yosys")
    if named:
        where = shutil.which(named)
        if where is None:
            return None
        stat = Path(where).stat()
        return YosysInstallation(where, f"system {stat.st_size}.{stat.st_mtime_ns}", where)
    spec = importlib.util.find_spec("pyosys")
    if spec is not None and spec.origin is not None:
        return YosysInstallation(str(Path(spec.origin).parent), importlib.metadata.version("pyosys"))
    return None


async def run_yosys(
    script: Sequence[str],
    directory: Path,
    *,
    tools: Mapping[str, str],
    limits: Limits,
    policy: Policy,
    name: str = "run",
) -> YosysRun:
    """Run ``script``, one command a line, in ``directory``, which holds every file it names.

    ``name`` keeps apart runs that share a directory at the same time.

    The commands must be free of user text other than plain identifiers and staged paths: Yosys has no safe quoting.
    """
    installation = find_yosys(tools)
    if installation is None:
        named = tools.get("yosys")
        why = (
            f"`{named}` (tools.yosys) does not exist." if named else f"Yosys was not found. Install it with: {INSTALL}"
        )
        return YosysRun(False, "", 0.0, unavailable=why)
    await asyncio.to_thread((directory / f"{name}.ys").write_text, "\n".join(script) + "\n", "utf-8")
    if installation.binary is not None:
        return await _run_binary(installation.binary, directory, limits, policy, name)
    try:
        result = await zygote_for(_JOB_FILE).run({"name": name}, limits=limits, policy=policy, cwd=str(directory))
    except ZygoteError as error:
        return YosysRun(False, "", 0.0, unavailable=str(error))
    log = await asyncio.to_thread(_read_log, directory / f"{name}.log")
    if result.death is not None and not _ERROR.search(log):
        log += f"\n{result.stdout}{result.stderr}"
    return YosysRun(
        finished=result.death is None,
        log=log,
        seconds=result.seconds,
        timed_out=result.death == "timeout",
        memory_exceeded=result.death == "memory",
    )


async def _run_binary(binary: str, directory: Path, limits: Limits, policy: Policy, name: str) -> YosysRun:
    result = await run_tool(
        [binary, "-q", "-l", f"{name}.log", "-s", f"{name}.ys"], cwd=str(directory), limits=limits, policy=policy
    )
    log = await asyncio.to_thread(_read_log, directory / f"{name}.log")
    return YosysRun(
        finished=result.returncode == 0,
        log=log if result.returncode == 0 or _ERROR.search(log) else f"{log}\n{result.output}",
        seconds=result.seconds,
        timed_out=result.timed_out,
        memory_exceeded=result.memory_exceeded,
    )


def _read_log(path: Path) -> str:
    """The log; of one that is too long the beginning and the end."""
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""
    half = MAX_LOG_CHARACTERS // 2
    return text if len(text) <= 2 * half else f"{text[:half]}\n[...]\n{text[-half:]}"
