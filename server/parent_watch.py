"""Ends the server when the editor that started it is gone, however it went."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable

logger = logging.getLogger(__name__)

POLL_SECONDS = 2.0


def watch_parent(pid: int, gone: Callable[[], None]) -> None:
    """Call ``gone`` once when process ``pid`` ends. A process we cannot see (in another container) is not watched."""
    loop = asyncio.get_running_loop()
    if pid <= 0:
        return
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        logger.info("Parent process %d is not visible from here and is not watched", pid)
        return
    except (AttributeError, OSError):
        _poll(loop, pid, gone)
        return

    def ended() -> None:
        loop.remove_reader(descriptor)
        os.close(descriptor)
        gone()

    loop.add_reader(descriptor, ended)


def _poll(loop: asyncio.AbstractEventLoop, pid: int, gone: Callable[[], None]) -> None:
    """Where the kernel has no ``pidfd_open``."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        gone()
        return
    except PermissionError:
        pass  # it lives, under another user
    loop.call_later(POLL_SECONDS, _poll, loop, pid, gone)
