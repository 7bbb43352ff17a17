"""LSP on TCP and on WebSockets: several clients at once, each with a session of its own."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import websockets
from websockets.asyncio.client import connect
from websockets.typing import Origin

from tests.e2e.conftest import COUNTER
from tests.e2e.lsp_client import SERVER, LspClient

BROKEN = COUNTER.replace("q + 4'd1", "cnt + 4'd1")


@asynccontextmanager
async def listening(*arguments: str) -> AsyncIterator[int]:
    """A server on a free port."""
    process = await asyncio.create_subprocess_exec(*SERVER, *arguments, stderr=asyncio.subprocess.PIPE)
    assert process.stderr is not None
    try:
        while True:
            line = (await asyncio.wait_for(process.stderr.readline(), 20)).decode()
            assert line, "the server has ended"
            if found := re.search(r"listening on \w+://127\.0\.0\.1:(\d+)", line):
                yield int(found.group(1))
                return
    finally:
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 10) == 0


async def sees_its_own_error(client: LspClient, folder: Path, name: str) -> None:
    path = folder / name
    uri = await client.open(path, BROKEN.replace("cnt", f"cnt_{name[0]}"))
    found = await client.diagnostics(uri, 1)
    assert any(f"cnt_{name[0]}" in d["message"] for d in found)
    own = set(client.documents)
    assert {p["uri"] for p in client.messages("textDocument/publishDiagnostics")} == own


async def test_tcp_serves_several_clients_and_survives_their_leaving(project: Path) -> None:
    async with listening("--tcp", "127.0.0.1:0") as port:
        clients = [LspClient().connect(*await asyncio.open_connection("127.0.0.1", port)) for _ in range(2)]
        for client in clients:
            await client.initialize(project)
        await sees_its_own_error(clients[0], project, "a.v")
        await sees_its_own_error(clients[1], project, "b.v")
        await clients[0].stop()
        await asyncio.wait_for(clients[0].closed.wait(), 5)
        await sees_its_own_error(clients[1], project, "c.v")
        third = LspClient().connect(*await asyncio.open_connection("127.0.0.1", port))
        await third.initialize(project)
        await sees_its_own_error(third, project, "d.v")
        for client in (clients[1], third):
            await client.stop()


async def test_a_browsers_post_to_the_tcp_port_gets_nothing(project: Path) -> None:
    async with listening("--tcp", "127.0.0.1:0") as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        message = b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}'
        body = b"Content-Length: %d\r\n\r\n%s" % (len(message), message)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        await writer.drain()
        assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()


async def test_websockets_carry_text_frames_for_several_clients(project: Path) -> None:
    async with listening("--ws", "127.0.0.1:0") as port:
        address = f"ws://127.0.0.1:{port}"
        async with connect(address) as one, connect(address, origin=Origin("http://localhost:5173")) as two:
            clients = [LspClient().connect_websocket(each) for each in (one, two)]
            for client in clients:
                await client.initialize(project)
            await sees_its_own_error(clients[0], project, "a.v")
            await sees_its_own_error(clients[1], project, "b.v")
            await clients[0].stop()
            await asyncio.wait_for(clients[0].closed.wait(), 5)
            await sees_its_own_error(clients[1], project, "c.v")
            await clients[1].stop()


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost.evil.example", "null"])
async def test_a_page_from_elsewhere_is_turned_away(origin: str) -> None:
    async with listening("--ws", "127.0.0.1:0") as port:
        with pytest.raises(websockets.InvalidStatus):
            await connect(f"ws://127.0.0.1:{port}", origin=Origin(origin))


async def test_a_page_from_an_origin_the_user_named_is_let_in(project: Path) -> None:
    async with (
        listening("--ws", "127.0.0.1:0", "--allow-origin", "https://ide.example") as port,
        connect(f"ws://127.0.0.1:{port}", origin=Origin("https://ide.example")) as connection,
    ):
        client = LspClient().connect_websocket(connection)
        assert (await client.initialize(project))["serverInfo"]["name"] == "hardsight"
        await client.stop()


@pytest.mark.parametrize("address", ["0.0.0.0:0", "[::]:0", "example.org:80"])
async def test_other_addresses_than_this_machines_need_a_word(address: str) -> None:
    process = await asyncio.create_subprocess_exec(*SERVER, "--ws", address, stderr=asyncio.subprocess.PIPE)
    _, said = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 2 and b"--allow-remote" in said
