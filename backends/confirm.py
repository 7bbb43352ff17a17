"""Confirms code with the real tools: which apply, in parallel, cached, each answer as it comes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection

from backends.environment import Environment
from backends.outcome import Outcome


async def confirm(
    code: str,
    environment: Environment,
    *,
    trusted: bool = True,
    tools: Collection[str] | None = None,
    use_cache: bool = True,
) -> AsyncIterator[Outcome]:
    """Yield the outcome of every backend that applies, soonest first.

    ``tools`` names the backends to run (this also wakes those that are ``on_demand``); ``None`` runs all that are not.
    Backends that execute user code answer ``UNAVAILABLE`` with the reason when not ``trusted``. Closing the iterator or
    cancelling its task kills what still runs. A backend that raises (a bug) becomes an ``UNAVAILABLE`` outcome with its
    traceback in the log. At most one heavy tool per CPU core at a time in this process.
    """
    raise NotImplementedError
    yield  # pragma: no cover


async def confirm_all(code: str, environment: Environment, **options: object) -> list[Outcome]:
    """``confirm``, collected in registry order."""
    raise NotImplementedError
