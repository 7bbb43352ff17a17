"""Outcomes on disk, addressed by the content of (environment, code, tool, version)."""

from __future__ import annotations

from pathlib import Path

from backends.environment import Environment
from backends.outcome import Outcome


class OutcomeCache:
    """A directory of JSON outcomes and their artifacts. Safe for several processes; never grows past ``max_bytes``."""

    def __init__(self, root: Path, max_bytes: int = 512 << 20) -> None:
        self.root = root
        self.max_bytes = max_bytes

    def key(self, tool: str, version: str, code: str, environment: Environment) -> str:
        raise NotImplementedError

    def get(self, key: str) -> Outcome | None:
        raise NotImplementedError

    def put(self, key: str, outcome: Outcome) -> Outcome:
        """Store it, moving its artifacts into the cache; returns the outcome with their new paths.
        TIMEOUT and UNAVAILABLE are not stored."""
        raise NotImplementedError


def cache_directory() -> Path:
    """``$HARDSIGHT_CACHE_DIR``, else ``$XDG_CACHE_HOME/hardsight``, else ``~/.cache/hardsight``."""
    raise NotImplementedError
