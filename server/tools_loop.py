"""The event loop in which tools are run and repairs are sought, in a thread of its own.

Reading a tool's megabyte of output, or trying a hundred repairs against the front end, computes; the loop that talks to the
editor must not wait for it. Cancelling what awaits here cancels what runs there.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

CLOSE_SECONDS = 1.5


class ToolsLoop:
    """Started at the first use. Shared by all sessions of a process, and so is its limit on heavy tools.

    There is one for confirming and one for repairs, so that a search that takes long keeps no answer of a tool waiting.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._closing = False

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run ``work`` there and wait for it here."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._running()))

    def begin_closing(self) -> None:
        """Cancel all that runs."""
        if self._loop is not None and not self._closing:
            self._closing = True
            with contextlib.suppress(RuntimeError):  # it has ended by itself
                self._loop.call_soon_threadsafe(self._end, self._loop)

    def close(self) -> None:
        """Wait until its processes are killed and the thread has ended, but not for ever."""
        self.begin_closing()
        if self._thread is not None:
            self._thread.join(CLOSE_SECONDS)

    def _end(self, loop: asyncio.AbstractEventLoop) -> None:
        for task in asyncio.all_tasks(loop):
            task.cancel()

        async def stop() -> None:
            me = asyncio.current_task()
            others = [t for t in asyncio.all_tasks() if t is not me]
            if others:
                await asyncio.wait(others, timeout=CLOSE_SECONDS)
            loop.stop()

        self._stopping = loop.create_task(stop())

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._serve, args=(self._loop,), name=self._name, daemon=True)
                self._thread.start()
            return self._loop

    @staticmethod
    def _serve(loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        loop.run_forever()


def in_this_loop(call: Callable[[T], object]) -> Callable[[T], None]:
    """``call`` made safe to be called from the tools' thread: it runs in the loop this is called in, in order."""
    loop = asyncio.get_running_loop()

    def post(value: T) -> None:
        with contextlib.suppress(RuntimeError):  # the server has closed; nobody listens
            loop.call_soon_threadsafe(call, value)

    return post
