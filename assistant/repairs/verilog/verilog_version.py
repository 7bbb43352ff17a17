"""Which revision of the language the checked file is read in, and what follows for what repairs write."""

from __future__ import annotations

from assistant.repairs.verilog.rule import View
from backends.verilog.verilog_language import is_systemverilog


def systemverilog(view: View) -> bool:
    """True when the file is read as SystemVerilog."""
    environment = view.context.environment
    return is_systemverilog(environment.path, environment.settings.verilog)


def variable_keyword(view: View) -> str:
    """``logic`` in SystemVerilog files that use it, else ``reg``."""
    if not systemverilog(view):
        return "reg"
    words = [t.text for t in view.source.tokens if t.text in ("logic", "reg")]
    return "reg" if words.count("reg") > words.count("logic") else "logic"
