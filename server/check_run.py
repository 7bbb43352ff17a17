"""Runs every tier on one file of the command line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from backends.confirm import confirm_all
from backends.outcome import Label, Outcome, Severity, Stage
from backends.registry import static_backends
from backends.verilog.testbench import is_testbench
from server.checked_files import CheckedFile
from server.hidden_checks import is_hidden


async def outcomes_of(
    file: CheckedFile, *, static_only: bool, tools: Collection[str] | None, trusted: bool, use_cache: bool
) -> tuple[list[Outcome], str | None]:
    """The outcomes, front ends first, and the target they are for."""
    outcomes: list[Outcome] = []
    if file.source.remarks:
        failed = any(r.severity is Severity.ERROR for r in file.source.remarks)
        label = Label.COMPILATION_ERROR if failed else Label.PASS
        outcomes.append(Outcome("hardsight", Stage.STATIC, label, file.source.remarks))
    if file.domain is None or not file.source.usable:
        return outcomes, None
    settings = file.place.settings.tool_settings
    environment = file.environment()
    if tools is None:
        outcomes += [
            backend.analyze(file.source.text, environment)
            for backend in static_backends(file.domain)
            if backend.name not in settings.disabled
        ]
    if not static_only:
        outcomes += await confirm_all(file.source.text, environment, trusted=trusted, tools=tools, use_cache=use_cache)
    return [_shown(outcome, file) for outcome in outcomes], environment.target


def _shown(outcome: Outcome, file: CheckedFile) -> Outcome:
    """Without what the settings hide."""

    def in_testbench() -> bool:
        return is_testbench(file.path, file.source.text)

    settings = file.place.settings.diagnostics
    kept = tuple(d for d in outcome.diagnostics if not is_hidden(d, settings, in_testbench))
    return outcome if len(kept) == len(outcome.diagnostics) else replace(outcome, diagnostics=kept)
