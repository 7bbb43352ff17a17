"""Servers of real processes, each ended with its test, and folders with real sources."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.e2e.lsp_client import LspClient

Start = Callable[..., Awaitable[LspClient]]

COUNTER = """\
module counter (
    input  wire       clk,
    input  wire       rst_n,
    output reg  [3:0] q
);
    always @(posedge clk or negedge rst_n)
        if (!rst_n) q <= 4'd0;
        else        q <= q + 4'd1;
endmodule
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with one good Verilog module."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "counter.v").write_text(COUNTER)
    return folder


@pytest_asyncio.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Start a server on stdio and initialize it: ``await start(folder, capabilities=…, env=…, trusted=True)``."""
    clients: list[LspClient] = []

    async def begin(
        *folders: Path, env: dict[str, str] | None = None, cwd: Path | None = None, settings: dict[str, Any] | None = None,
        trusted: bool | None = None, answers: dict[str, Callable[[Any], Any]] | None = None, **options: Any,
    ) -> LspClient:  # fmt: skip
        client = LspClient()
        clients.append(client)
        client.settings = {"": settings or {}, **{f.as_uri(): settings or {} for f in folders}}
        client.answers.update(answers or {})
        await client.start_stdio(env=env, cwd=cwd)
        if trusted is not None:
            options.setdefault("initializationOptions", {})["trusted"] = trusted
        client.initialized = await client.initialize(*folders, **options)
        return client

    yield begin
    for client in clients:
        await client.stop()
