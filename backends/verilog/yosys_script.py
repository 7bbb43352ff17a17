"""Writes the Yosys commands that read a staged design. Only staged paths and plain identifiers ever reach a command."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from backends.environment import Environment
from backends.verilog.rtlil import RtlilModule, signals
from backends.verilog.source_scan import scan
from backends.verilog.staged_sources import StagedSources, is_simple_name
from backends.verilog.verilog_language import is_systemverilog


def read_commands(
    staged: StagedSources, environment: Environment, *, systemverilog: bool = False, defer: bool = True
) -> list[str]:
    """Commands that read all sources; macros of an earlier file hold in the later ones, as for the other tools.

    ``systemverilog`` reads every file as that, whatever its suffix. ``defer`` leaves the roots unelaborated until their
    parameters are known. Neighbours always are. The defines of the settings go through a file, since a value may hold
    blanks or semicolons.
    """
    settings = environment.settings.verilog
    commands = []
    defines = {name: " ".join(value.split("\n")) for name, value in settings.defines.items() if is_simple_name(name)}
    if defines:
        name = f"{staged.roots[0].partition('/')[0]}/defines.v"
        text = "".join(f"`define {macro} {value}\n" for macro, value in defines.items())
        (staged.directory / name).write_text(text, "utf-8", "replace")
        commands.append(f"read_verilog {name}")
    includes = "".join(f" -I{directory}" for directory in staged.include_dirs)
    neighbours = (*staged.first, *staged.modules)
    for path in (*neighbours, *staged.roots):
        sv = systemverilog or is_systemverilog(staged.origins[path], settings)
        options = "-noassert -noassume -norestrict" + (" -sv" if sv else "")
        options += " -defer" if defer or path not in staged.roots else ""
        commands.append(f"read_verilog {options}{includes} {path}")
    return commands


def library_options(staged: StagedSources) -> str:
    """Where ``hierarchy`` looks for modules that no source defines."""
    return "".join(f" -libdir {directory}" for directory in staged.library_dirs)


def declare_unknown(modules: Mapping[str, RtlilModule], undriven: Collection[tuple[str, str]]) -> list[str]:
    """Declare modules that no source defines, else what they drive would count as constant.

    ``undriven`` are (module, wire) without a driver: a port on one of them is an output, any other an input.
    """
    outputs: dict[str, set[str]] = {}
    for module in modules.values():
        name = module.name.removeprefix("\\")
        for cell in module.cells.values():
            if cell.type.startswith("$") or cell.type in modules:
                continue
            ports = outputs.setdefault(cell.type.removeprefix("\\"), set())
            for port, signal in cell.ports.items():
                if any((name, wire) in undriven for wire, _ in signals(signal)):
                    ports.add(port.removeprefix("\\"))
    return [
        " ".join(["hierarchy -generate", kind, *(f"o:{port}" for port in sorted(ports)), "i:*"])
        for kind, ports in outputs.items()
        if all(map(is_simple_name, (kind, *ports)))
    ]


def root_modules(code: str) -> tuple[str, ...]:
    """Modules of a text that no other module of it instantiates, in order; all of them when they form a cycle."""
    facts = scan(code)
    modules = tuple(m for m in facts.modules if is_simple_name(m))
    return tuple(m for m in modules if m not in facts.references) or modules


def top_module(code: str, environment: Environment) -> str | None:
    """The configured top when the sources have it, else the root of the checked file (the one named like it, or the last)."""
    roots = root_modules(code)
    configured = environment.settings.verilog.top
    if configured and is_simple_name(configured):
        texts = [code, *(f.text for f in environment.files)]
        if any(configured in scan(text).modules for text in texts):
            return configured
    if not roots:
        return None
    stem = environment.name.rpartition(".")[0]
    return stem if stem in roots else roots[-1]
