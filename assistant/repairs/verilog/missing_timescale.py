"""A module without ```timescale`` beside others that have one."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.rule import Finding, View, pointed
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    if "`timescale" in view.code:
        return
    timescale = view.context.environment.settings.verilog.timescale.replace("/", " / ")
    yield Finding(
        ((0, 0, f"`timescale {timescale}\n"),),
        f"Add `` `timescale {timescale} ``",
        "this file sets no time unit while others do, so its delays depend on the order of the files",
        0.9,
    )


REPAIR = pointed(
    "missing_timescale", ("verilator:TIMESCALEMOD", "slang:MissingTimeScale", "icarus:timescale"), find, safe=True
)
