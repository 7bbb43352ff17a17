"""Tries an operation in a child of its own, so that a crash or a hang of the kernel costs only the attempt."""

from __future__ import annotations

import json
import os
import select
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any


def last_of(work: Callable[[], Iterator[Any]], seconds: float) -> Any:
    """The last value (JSON) that ``work`` yielded before it ended, raised, crashed or ran out of time; else ``None``."""
    reader, writer = os.pipe()
    try:
        child = os.fork()
    except OSError:
        os.close(reader)
        os.close(writer)
        return None
    if child == 0:
        try:
            os.close(reader)
            for value in work():
                os.write(writer, json.dumps(value).encode() + b"\n")
        finally:
            os._exit(0)
    os.close(writer)
    try:
        lines = _read(reader, time.monotonic() + seconds).split(b"\n")[:-1]
    finally:
        os.close(reader)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return json.loads(lines[-1]) if lines else None


def _read(reader: int, deadline: float) -> bytes:
    pieces = b""
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([reader], [], [], left)[0]:
            break
        piece = os.read(reader, 65536)
        if not piece:
            break
        pieces += piece
    return pieces
