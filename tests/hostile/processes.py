"""Looks for processes that a contained job may have left behind."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path


def alive_with(token: str) -> list[int]:
    """Process ids whose command line contains ``token``; zombies have none."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                line = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if token.encode() in line:
                found.append(int(process.name))
    return found


async def wait_for(token: str, alive: bool, seconds: float = 10.0) -> list[int]:
    """Wait until some process has ``token`` in its command line, or none has; returns those that do at the end."""
    deadline = time.monotonic() + seconds
    while bool(found := alive_with(token)) is not alive and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    return found
