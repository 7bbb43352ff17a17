"""The deterministic repairs of each domain, gathered when a file of that domain is first repaired."""

from __future__ import annotations

import importlib
from functools import cache

from assistant.repair import Repair
from backends.environment import Domain

_PACKAGES = {
    Domain.VERILOG: "assistant.repairs.verilog",
    Domain.TRITON: "assistant.repairs.triton",
    Domain.CADQUERY: "assistant.repairs.cadquery",
}


@cache
def repairs_for(domain: Domain) -> tuple[Repair, ...]:
    """Every repair of a domain; empty for a domain that has none."""
    package = _PACKAGES.get(domain)
    return () if package is None else tuple(importlib.import_module(package).REPAIRS)
