"""LSP on a WebSocket, one JSON message a text frame, for pages: one session a connection.

A browser lets any page open a WebSocket to this machine, so only pages served from this machine, or from an origin the
user named, get an answer. Programs other than browsers send no ``Origin`` and are let in.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable, Sequence

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from server.language_server import HardsightServer
from server.message_stream import MAX_BODY

LOCAL_ORIGIN = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")


class _FrameWriter:
    """Sends each message as one text frame, in order, without blocking the caller."""

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection
        self._frames: asyncio.Queue[bytes] = asyncio.Queue()
        self._sending = asyncio.create_task(self._send())

    def write(self, data: bytes) -> None:
        self._frames.put_nowait(data)

    def close(self) -> None:
        self._sending.cancel()

    async def _send(self) -> None:
        try:
            while True:
                await self._connection.send(await self._frames.get(), text=True)
        except ConnectionClosed:
            return


async def serve_websocket(
    make_server: Callable[[], HardsightServer], host: str, port: int, origins: Sequence[str] = ()
) -> int:
    """Serve until cancelled; ``origins`` are allowed besides this machine's own. The address is printed on standard error."""

    async def session(connection: ServerConnection) -> None:
        server = make_server()
        writer = _FrameWriter(connection)
        server.rpc.set_writer(writer, include_headers=False)  # type: ignore[arg-type]
        closing: list[asyncio.Task[None]] = []
        server.rpc.on_exit = lambda _: closing.append(asyncio.create_task(connection.close()))
        try:
            async for frame in connection:
                server.rpc.handle_body(frame)
        except ConnectionClosed:
            pass  # left without a closing handshake; same to us
        finally:
            await server.close()
            writer.close()

    allowed = [None, LOCAL_ORIGIN, *(Origin(origin) for origin in origins)]
    async with serve(session, host, port, origins=allowed, max_size=MAX_BODY, compression=None) as listener:
        for socket in listener.sockets:
            address = socket.getsockname()
            print(f"hardsight: listening on ws://{address[0]}:{address[1]}", file=sys.stderr, flush=True)
        await listener.serve_forever()
    return 0
