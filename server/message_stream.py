"""LSP's base protocol on a byte stream: ``Content-Length`` headers, a blank line, a body."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Protocol

from server.protocol import HardsightProtocol

logger = logging.getLogger(__name__)

MAX_BODY = 512 << 20
_HEADER = re.compile(rb"\s*([A-Za-z-]+)\s*:\s*(.*?)\s*\Z", re.DOTALL)


class FramingError(ValueError):
    """What arrived is not LSP's base protocol; the text says what it was."""


class Transport(Protocol):
    """Where bytes go. ``write`` never blocks."""

    def write(self, data: bytes, /) -> None: ...

    def close(self) -> None: ...


async def read_body(reader: asyncio.StreamReader) -> bytes | None:
    """The next message's body, ``None`` at the end of the stream. Raises ``FramingError``."""
    length: int | None = None
    while True:
        try:
            line = await reader.readline()
        except ValueError as error:
            raise FramingError("a header line that does not end") from error
        if not line:
            return None
        if not line.strip():
            if length is None:
                continue
            break
        header = _HEADER.match(line)
        if header is None:
            raise FramingError(f"{line[:60]!r} where a header was expected")
        if header.group(1).lower() == b"content-length":
            digits = header.group(2)
            if not digits.isdigit() or len(digits) > 12 or int(digits) > MAX_BODY:
                raise FramingError(f"Content-Length {digits[:40]!r}")
            length = int(digits)
    try:
        return await reader.readexactly(length)
    except asyncio.IncompleteReadError:
        return None


async def serve_stream(reader: asyncio.StreamReader, protocol: HardsightProtocol, *, resynchronize: bool) -> None:
    """Feed every message to ``protocol`` until the stream ends.

    ``resynchronize`` skips text that is not LSP (a stray print on a pipe). Otherwise the first such text ends the
    conversation, so that a browser cannot post messages to a TCP port inside an HTTP request.
    """
    lost = False
    while True:
        try:
            body = await read_body(reader)
        except FramingError as error:
            if not lost:
                logger.warning("Not an LSP message: %s", error)
            lost = True
            if resynchronize:
                continue
            return
        lost = False
        if body is None:
            return
        protocol.handle_body(body)
