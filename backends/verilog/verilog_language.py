"""Which revision of the language a file is read in."""

from __future__ import annotations

from backends.settings import VerilogSettings

_SYSTEMVERILOG_SUFFIXES = (".sv", ".svh")


def is_systemverilog(path: str, settings: VerilogSettings) -> bool:
    """By the setting, or by the file's name when that is ``auto``: ``.v`` is Verilog-2005, as the tools take it."""
    if settings.language == "auto":
        return path.lower().endswith(_SYSTEMVERILOG_SUFFIXES)
    return settings.language == "sv"
