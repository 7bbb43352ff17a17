"""The environment a design is judged in: its own files, short limits, no pictures, the same on every machine."""

from __future__ import annotations

from backends.domains import environment_for
from backends.environment import Domain, Environment
from backends.settings import CadQuerySettings, Limits, ToolSettings, TritonSettings, VerilogSettings
from training.designs import Design

SECONDS = {Domain.VERILOG: 4.0, Domain.TRITON: 60.0, Domain.CADQUERY: 20.0}
"""Time limit of one tool: a simulation that does not end is told soon enough."""
MAX_CONFIGURATIONS = 4
"""Compiled of an autotuned kernel."""
FOLDERS = "folders"
"""The parameter of a design that names, apart by colons, where its repository keeps headers or packages."""


def settings_for(domain: Domain, folders: tuple[str, ...] = ()) -> ToolSettings:
    """Short limits, no pictures, a few configurations of each kernel. ``folders`` are searched for headers or packages."""
    limits = Limits(wall_seconds=SECONDS[domain], cpu_seconds=SECONDS[domain] * 2)
    return ToolSettings(
        verilog=VerilogSettings(include_dirs=folders),
        cadquery=CadQuerySettings(picture="none", import_dirs=folders),
        triton=TritonSettings(max_configurations=MAX_CONFIGURATIONS, import_dirs=folders),
        limits=limits,
    )


def environment_of(design: Design, root: str = "/design") -> Environment:
    """The design as if it lay in ``root``; nothing is read from there but what the design brings."""
    beside = {f"{root}/{name}": text for name, text in design.files.items()}
    path = f"{root}/{design.name}"
    folders = tuple(f for f in str(design.parameters.get(FOLDERS, "")).split(":") if f)
    return environment_for(design.domain, path, design.code, root, settings_for(design.domain, folders), beside)
