"""Whether a server that has followed many edits says the same as one that has just opened the final text.

``python -m tests.e2e.drift 1000`` edits a Verilog, a Triton and a CadQuery document 1,000 times each, ten times a second.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.lsp_client import SERVER, LspClient
from tests.e2e.random_edits import EditedText

DEMO = Path(__file__).parents[2] / "server" / "demo" / "files"
FILES = {"packet_buffer.v": "verilog", "fused_layer_norm.py": "python", "sensor_enclosure.py": "python"}


@dataclass(frozen=True)
class Drift:
    """``differing`` names what is not the same; ``memory`` is the server's resident set in MiB after each tenth."""

    edits: int
    differing: tuple[str, ...]
    log: str
    memory: tuple[float, ...]


async def drift(folder: Path, edits: int, pause: float, seed: int) -> Drift:
    """Edit each file ``edits`` times, ``pause`` seconds apart, then compare with a fresh server, before and after confirming."""
    rng = random.Random(seed)
    project = folder / "project"
    project.mkdir()
    for name in [*FILES, "tb_packet_buffer.v"]:
        (project / name).write_bytes((DEMO / name).read_bytes())
    texts = {n: EditedText((project / n).read_text(), random.Random(rng.random())) for n in FILES}
    log = folder / "server.log"
    client = await _server(folder, project, log)
    uris = {n: await client.open(project / n, language=language) for n, language in FILES.items()}
    memory: list[float] = []
    for version in range(2, edits + 2):
        for name, uri in uris.items():
            document = {"uri": uri, "version": version}
            changes = texts[name].notification()
            await client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})
        await asyncio.sleep(pause)
        if (version - 1) % max(1, edits // 10) == 0:
            memory.append(_resident(client))
    edited = await _said(client, uris)
    await client.stop()
    fresh = await _server(folder, project, log)
    for name, language in FILES.items():
        await fresh.open(project / name, texts[name].text, language)
    expected = await _said(fresh, uris)
    await fresh.stop()
    differing = tuple(
        f"{what}, {who}: {line}"
        for what in expected
        for who, here, there in (("edited", edited, expected), ("fresh", expected, edited))
        for line in here[what]
        if line not in there[what]
    )
    return Drift(edits, differing, log.read_text(), tuple(memory))


async def _server(folder: Path, project: Path, log: Path) -> LspClient:
    client = LspClient()
    client.settings[""] = {}
    # Each server asks the tools itself.
    env = {"LOG": str(log), "HARDSIGHT_CACHE_DIR": tempfile.mkdtemp(dir=folder)}
    await client.start_stdio(env=env, server=("/bin/sh", "-c", 'exec "$0" "$@" 2>>"$LOG"', *SERVER))
    await client.initialize(project, initializationOptions={"trusted": True})
    return client


async def _said(client: LspClient, uris: dict[str, str]) -> dict[str, list[str]]:
    """What the front ends say, and what is said once the tools have spoken, by file."""
    said = {f"{name}, static": await _diagnostics(client, uri) for name, uri in uris.items()}
    for name, uri in uris.items():
        await client.command("hardsight.confirm", uri)
        said[f"{name}, confirmed"] = await _diagnostics(client, uri)
    return said


async def _diagnostics(client: LspClient, uri: str) -> list[str]:
    """Predictions left out: they come when they come."""
    report = await client.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    return sorted(json.dumps(d, sort_keys=True) for d in report["items"] if "predicted" not in d.get("source", ""))


def _resident(client: LspClient) -> float:
    assert client.process is not None
    pages: Any = Path(f"/proc/{client.process.pid}/statm").read_text().split()[1]
    return int(pages) * 4096 / 2**20


async def _main(edits: int, seed: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        found = await drift(Path(folder), edits, 0.1, seed)
    print(f"{found.edits} edits of each of {len(FILES)} documents, seed {seed}")
    print(f"differing: {len(found.differing)}", *found.differing, sep="\n")
    print("server's memory after each tenth:", *(f"{m:.1f}" for m in found.memory), "MiB")
    print(f"log:\n{found.log}")
    return 1 if found.differing or "Traceback" in found.log else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)))
