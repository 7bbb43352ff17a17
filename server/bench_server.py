"""What ``hardsight bench server`` measures: the server's own latencies, through LSP over stdio, with a real process."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from server.bench_client import MeasuredServer
from server.bench_report import Measurement, median, percentile
from server.bench_sources import module_named, verilog_of_length

STARTS = 5
PAUSE = 0.03
WARM_UP = 10
STATEMENT = "    assign probe = operand[7:0] ^ {8{push}};"
PROJECT_FILES = 300
LIMIT_START = 1500.0
LIMIT_1000 = 30.0
LIMIT_5000 = 80.0
LIMIT_CANCEL = 50.0
LIMIT_MEMORY = 200.0


async def measure_server(keystrokes: int) -> list[Measurement]:
    """All of it; ``keystrokes`` is how many are timed for each latency."""
    with tempfile.TemporaryDirectory(prefix="hardsight-bench-") as directory:
        at = Path(directory)
        found = await _starts(at)
        found += await _memory(at)
        for lines, limit in ((1000, LIMIT_1000), (5000, LIMIT_5000)):
            found += await _typing(at, lines, limit, keystrokes)
        found += await _typing_while_a_project_opens(at, keystrokes)
        found += await _cancelling(at)
        return found


async def _starts(directory: Path) -> list[Measurement]:
    took = []
    for _ in range(STARTS):
        server = MeasuredServer(directory)
        took.append(1000 * await server.start(directory))
        await server.stop()
    return [Measurement("start to answered initialize, worst of 5", max(took), limit=LIMIT_START)]


async def _memory(directory: Path) -> list[Measurement]:
    folder = directory / "idle"
    folder.mkdir()
    path = folder / "system.v"
    text = verilog_of_length(1000)
    path.write_text(text)
    server = MeasuredServer(directory)
    await server.start(folder)
    server.open(path, text)
    await server.diagnosed(path, 1)
    await asyncio.sleep(2)
    resident = server.resident_bytes() / 2**20
    await server.stop()
    return [Measurement("memory when idle, 1,000 lines open", resident, "MiB", LIMIT_MEMORY)]


async def _typing(directory: Path, lines: int, limit: float, keystrokes: int) -> list[Measurement]:
    folder = directory / f"lines-{lines}"
    folder.mkdir()
    path = folder / "system.v"
    text = verilog_of_length(lines)
    path.write_text(text)
    server = MeasuredServer(directory)
    await server.start(folder)
    server.open(path, text)
    await server.diagnosed(path, 1)
    took = await _keystrokes(server, path, text, keystrokes)
    await server.stop()
    count = text.count("\n")
    return _latencies(f"keystroke to diagnostics, {count:,} lines", took, limit)


async def _typing_while_a_project_opens(directory: Path, keystrokes: int) -> list[Measurement]:
    folder = directory / "project"
    folder.mkdir()
    others = []
    for number in range(PROJECT_FILES - 1):
        other = folder / f"unit_{number}.v"
        other.write_text(module_named(f"unit_{number}"))
        others.append(other)
    path = folder / "system.v"
    text = verilog_of_length(1000)
    path.write_text(text)
    server = MeasuredServer(directory)
    await server.start(folder)
    server.open(path, text)
    await server.diagnosed(path, 1)
    for other in others:
        server.open(other, other.read_text())
    busy: list[float] = []
    version = 1
    while len(busy) < keystrokes and not _all_diagnosed(server, others):
        busy += await _keystrokes(server, path, text, 20, version, warm_up=0)
        version += 20
        text = _typed(text, 20)
    await server.until(lambda: _all_diagnosed(server, others))
    after = await _keystrokes(server, path, text, keystrokes, version, warm_up=0)
    await asyncio.sleep(2)
    resident = server.resident_bytes() / 2**20
    await server.stop()
    return [
        *_latencies(f"the same while {PROJECT_FILES} files open", busy, LIMIT_1000, f"{len(busy)} keystrokes"),
        *_latencies(f"the same with {PROJECT_FILES} files open", after, LIMIT_1000),
        Measurement(f"memory when idle, {PROJECT_FILES} files open", resident, "MiB", LIMIT_MEMORY),
    ]


def _all_diagnosed(server: MeasuredServer, paths: Sequence[Path]) -> bool:
    return all((path.as_uri(), 1) in server.published for path in paths)


async def _keystrokes(
    server: MeasuredServer, path: Path, text: str, count: int, version: int = 1, warm_up: int = WARM_UP
) -> list[float]:
    """Type a statement letter by letter before the last ``endmodule``, again and again on new lines; milliseconds each."""
    line = text[: text.rindex("endmodule")].count("\n")
    column = 0
    took = []
    for number in range(count + warm_up):
        letter = _letter(number)
        version += 1
        sent = server.type(path, version, line, column, letter)
        if letter == "\n":
            line, column = line + 1, 0
        else:
            column += 1
        came = await server.diagnosed(path, version)
        if number >= warm_up:
            took.append(1000 * (came - sent))
        await asyncio.sleep(PAUSE)
    return took


def _letter(number: int) -> str:
    at = number % (len(STATEMENT) + 1)
    return STATEMENT[at] if at < len(STATEMENT) else "\n"


def _typed(text: str, count: int) -> str:
    """The text after ``_keystrokes`` has typed into it."""
    at = text.rindex("endmodule")
    at = text.rindex("\n", 0, at) + 1
    return text[:at] + "".join(_letter(n) for n in range(count)) + text[at:]


async def _cancelling(directory: Path) -> list[Measurement]:
    """From ``$/cancelRequest`` to the answer, while tools run and while a workspace is gone through."""
    folder = directory / "project"
    path = folder / "system.v"
    text = path.read_text()
    tools, workspace = [], []
    server = MeasuredServer(directory)
    await server.start(folder)
    server.open(path, text)
    await server.diagnosed(path, 1)
    for delay in (0.02, 0.05, 0.1, 0.2, 0.4):
        command = {"command": "hardsight.confirm", "arguments": [path.as_uri(), {"cache": False}]}
        tools.append(await _cancel(server, "workspace/executeCommand", command, delay))
    for delay in (0.02, 0.05, 0.1):
        workspace.append(await _cancel(server, "workspace/diagnostic", {"previousResultIds": []}, delay))
    await server.stop()
    found = []
    for name, values in (("confirming", tools), ("going through the workspace", workspace)):
        cancelled = [v for v in values if v is not None]
        if cancelled:
            found.append(
                Measurement(f"cancel while {name}, worst of {len(cancelled)}", max(cancelled), limit=LIMIT_CANCEL)
            )
    return found


async def _cancel(server: MeasuredServer, method: str, params: object, delay: float) -> float | None:
    """Milliseconds; ``None`` when the work was done before it could be cancelled."""
    number, answer = server.send(method, params)
    await asyncio.sleep(delay)
    if answer.done():
        return None
    sent = server.notify("$/cancelRequest", {"id": number})
    came, message = await asyncio.wait_for(answer, 60)
    return 1000 * (came - sent) if message.get("error", {}).get("code") == -32800 else None


def _latencies(name: str, took: list[float], limit: float, note: str = "") -> list[Measurement]:
    if not took:
        return []
    return [
        Measurement(f"{name}, p50", median(took), note=note),
        Measurement(f"{name}, p95", percentile(took, 0.95), limit=limit, note=note),
    ]
