"""Memories: their bounds, and a variable to count through them with."""

from __future__ import annotations

import re

from assistant.repairs.verilog.outline import Declaration, Module


def bounds_of(declaration: Declaration) -> tuple[str, str] | None:
    """Lowest and highest index of a memory of one dimension, as texts; ``None`` when the name is no such memory."""
    if declaration.unpacked.count("[") != 1:
        return None
    match = re.fullmatch(r"\[\s*(.+?)\s*:\s*(.+?)\s*\]", declaration.unpacked)
    if match is None:
        inner = declaration.unpacked.strip("[] ")
        return ("0", f"{inner}-1") if inner and ":" not in inner else None
    low, high = match[1], match[2]
    if low != "0" and high == "0":
        low, high = high, low
    return low, high.replace(" ", "") if high.replace(" ", "").endswith("-1") else high


def free_index(module: Module) -> str:
    """An integer of the module, else a free name for one."""
    integers = [d.name for d in module.declarations if d.kind == "integer" and d.place == "body"]
    if integers:
        return integers[0]
    names = module.names()
    return next(n for n in ("i", "j", "k", "idx", "word_index", "n") if n not in names)
