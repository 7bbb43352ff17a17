"""LSP on a TCP port: one session a connection, any number of connections."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable

from server.language_server import HardsightServer
from server.message_stream import serve_stream

READ_LIMIT = 1 << 20


async def serve_tcp(make_server: Callable[[], HardsightServer], host: str, port: int) -> int:
    """Serve until cancelled. The address is printed on standard error once it is listening (port 0 picks a free one)."""

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server = make_server()
        server.rpc.set_writer(writer)
        reading = asyncio.create_task(serve_stream(reader, server.rpc, resynchronize=False))

        def end(_: int) -> None:
            reading.cancel()

        server.rpc.on_exit = end
        try:
            await asyncio.wait((reading,))
        finally:
            reading.cancel()
            await server.close()
            writer.close()

    listener = await asyncio.start_server(session, host, port, limit=READ_LIMIT)
    for socket in listener.sockets:
        address = socket.getsockname()
        print(f"hardsight: listening on tcp://{address[0]}:{address[1]}", file=sys.stderr, flush=True)
    async with listener:
        await listener.serve_forever()
    return 0
