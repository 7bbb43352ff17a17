"""The one protocol behind which every tool stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from backends.environment import Domain, Environment
from backends.outcome import Outcome, Stage


@dataclass(frozen=True, slots=True)
class ToolStatus:
    """What ``hardsight doctor`` prints for a tool. ``where`` is ``None`` when it is missing."""

    name: str
    enables: str
    install: str
    where: str | None = None
    version: str = ""
    note: str = ""

    @property
    def found(self) -> bool:
        return self.where is not None


@runtime_checkable
class StaticBackend(Protocol):
    """A front end fast enough to answer at each keystroke; runs in the server's process and executes nothing."""

    name: str
    domain: Domain

    def probe(self) -> ToolStatus: ...

    def analyze(self, code: str, environment: Environment) -> Outcome:
        """Diagnostics of ``code``, in milliseconds. Never raises on bad input."""
        ...


@runtime_checkable
class Backend(Protocol):
    """A real tool. ``run`` is cancelled by cancelling the task that awaits it: its processes are killed, not waited for."""

    name: str
    domain: Domain
    stage: Stage
    executes_user_code: bool
    """True when a run executes what the user wrote (a script, a testbench): never done in an untrusted workspace."""
    on_demand: bool
    """True when it is too slow for every save and runs only when asked by name."""

    def probe(self) -> ToolStatus:
        """Where the tool is and which version; cheap after the first call."""
        ...

    def applies(self, code: str, environment: Environment) -> bool:
        """False when there is nothing for the tool to do (a simulator without a testbench)."""
        ...

    async def run(self, code: str, environment: Environment) -> Outcome:
        """One answer under ``environment.settings.limits``. A missing tool is ``UNAVAILABLE``; only bugs raise."""
        ...
