"""Confirms code with the real tools: which apply, in parallel, cached, each answer as it comes."""

from __future__ import annotations

import asyncio
import os
import traceback
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from weakref import WeakKeyDictionary

from backends.cache import OutcomeCache, outcome_cache
from backends.environment import Environment
from backends.outcome import Outcome
from backends.protocol import Backend
from backends.registry import backends

UNTRUSTED = "not run: it would execute code of this workspace, which is not trusted. Trust the workspace in the editor to allow it."


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
    if not trusted:
        environment = without_programs_of_the_project(environment)
    chosen, refused = _choose(code, environment, trusted, tools)
    for outcome in refused:
        yield outcome
    running = [asyncio.create_task(_confirm_one(b, code, environment, use_cache), name=b.name) for b in chosen]
    try:
        for answer in asyncio.as_completed(running):
            yield await answer
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def confirm_all(
    code: str,
    environment: Environment,
    *,
    trusted: bool = True,
    tools: Collection[str] | None = None,
    use_cache: bool = True,
) -> list[Outcome]:
    """``confirm``, collected in registry order."""
    found = [o async for o in confirm(code, environment, trusted=trusted, tools=tools, use_cache=use_cache)]
    order = {backend.name: at for at, backend in enumerate(backends(environment.domain))}
    return sorted(found, key=lambda outcome: order.get(outcome.tool, len(order)))


def _choose(
    code: str, environment: Environment, trusted: bool, tools: Collection[str] | None
) -> tuple[list[Backend], list[Outcome]]:
    """The backends to run, and the answers of those that were asked for and may not."""
    chosen: list[Backend] = []
    refused: list[Outcome] = []
    for backend in backends(environment.domain):
        if backend.on_demand if tools is None else backend.name not in tools:
            continue
        if backend.name in environment.settings.disabled:
            if tools is not None:
                refused.append(
                    Outcome.unavailable(backend.name, backend.stage, "disabled in the settings (`disabled`).")
                )
            continue
        try:
            applies = backend.applies(code, environment)
        except Exception:
            refused.append(_bug(backend))
            continue
        if not applies:
            continue
        if backend.executes_user_code and not trusted:
            refused.append(Outcome.unavailable(backend.name, backend.stage, UNTRUSTED))
        else:
            chosen.append(backend)
    return chosen, refused


def without_programs_of_the_project(environment: Environment) -> Environment:
    """Settings of an untrusted project must not name a program that comes with it as a tool or interpreter."""
    settings, root = environment.settings, Path(environment.root).resolve()

    def foreign(program: str | None) -> bool:
        return program is not None and not (root / program).resolve().is_relative_to(root)

    return replace(
        environment,
        settings=replace(
            settings,
            tools={name: program for name, program in settings.tools.items() if foreign(program)},
            triton=replace(settings.triton, interpreter=_kept(settings.triton.interpreter, foreign)),
            cadquery=replace(settings.cadquery, interpreter=_kept(settings.cadquery.interpreter, foreign)),
        ),
    )


def _kept(program: str | None, foreign: Callable[[str | None], bool]) -> str | None:
    return program if foreign(program) else None


async def _confirm_one(backend: Backend, code: str, environment: Environment, use_cache: bool) -> Outcome:
    """One answer: from the cache, from the same run already under way, or from the tool."""
    try:
        if not use_cache:
            return await _run(backend, code, environment)
        status = await asyncio.to_thread(backend.probe)
        cache = outcome_cache()
        key = await asyncio.to_thread(cache.key, backend.name, status.version, code, environment)
        if (known := await asyncio.to_thread(cache.get, key)) is not None:
            return known
        return await _join(key, backend, code, environment, cache)
    except Exception:
        return _bug(backend)


async def _run(backend: Backend, code: str, environment: Environment) -> Outcome:
    async with _cores():
        return await backend.run(code, environment)


async def _run_and_store(
    key: str, backend: Backend, code: str, environment: Environment, cache: OutcomeCache
) -> Outcome:
    outcome = await _run(backend, code, environment)
    return await asyncio.to_thread(cache.put, key, outcome)


def _bug(backend: Backend) -> Outcome:
    return Outcome.unavailable(
        backend.name, backend.stage, f"{backend.name} failed because of a bug in Hardsight:\n{traceback.format_exc()}"
    )


@dataclass
class _Flight:
    """One run that several callers await; it is killed when the last of them leaves."""

    task: asyncio.Task[Outcome]
    waiters: int = 0


_flights: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, _Flight]] = WeakKeyDictionary()
_semaphores: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def _cores() -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    return _semaphores.setdefault(loop, asyncio.Semaphore(len(os.sched_getaffinity(0))))


async def _join(key: str, backend: Backend, code: str, environment: Environment, cache: OutcomeCache) -> Outcome:
    flights = _flights.setdefault(asyncio.get_running_loop(), {})
    flight = flights.get(key)
    if flight is None:
        flight = _Flight(asyncio.create_task(_run_and_store(key, backend, code, environment, cache)))
        flights[key] = flight
    flight.waiters += 1
    try:
        return await asyncio.shield(flight.task)
    finally:
        flight.waiters -= 1
        if flight.waiters == 0:
            if flights.get(key) is flight:
                del flights[key]
            if not flight.task.done():
                flight.task.cancel()
                await asyncio.wait({flight.task})
