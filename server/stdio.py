"""The standard way to talk to an editor: LSP on standard input and output."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable

from server.language_server import HardsightServer
from server.message_stream import serve_stream

READ_LIMIT = 1 << 20


async def serve_stdio(make_server: Callable[[], HardsightServer]) -> int:
    """Serve one client until it says ``exit`` or closes the pipe; returns the exit status.

    The protocol gets a private copy of standard output, and descriptor 1 then points to standard error: whatever else
    prints, in this process or in C, cannot garble a message.
    """
    loop = asyncio.get_running_loop()
    sys.stdout.flush()
    output = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)

    reader = asyncio.StreamReader(limit=READ_LIMIT)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin.buffer)
    transport, pipe = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, output)
    writer = asyncio.StreamWriter(transport, pipe, None, loop)

    server = make_server()
    status: asyncio.Future[int] = loop.create_future()

    def end(code: int) -> None:
        if not status.done():
            status.set_result(code)

    server.rpc.set_writer(writer)
    server.rpc.on_exit = end
    server.on_parent_death = lambda: end(1)
    reading = asyncio.create_task(serve_stream(reader, server.rpc, resynchronize=True))
    reading.add_done_callback(lambda _: end(1))
    try:
        return await status
    finally:
        reading.cancel()
        await server.close()
        with contextlib.suppress(ConnectionError, TimeoutError):  # the client no longer reads
            await asyncio.wait_for(writer.drain(), 1)
        transport.close()
