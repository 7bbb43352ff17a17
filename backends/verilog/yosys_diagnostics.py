"""Turns what Yosys complained of into diagnostics at exact places of the user's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from backends.outcome import Diagnostic, Range, Related, Severity, Stage
from backends.verilog.rtlil import RtlilModule, Source, signals
from backends.verilog.source_places import SourcePlaces
from backends.verilog.yosys_log import CheckFindings, Conflict, FrontEndWarning, Latch, Loop, YosysError

_QUOTED = re.compile(r"[`'\\]+([A-Za-z_$][\w$]*)'?")
_STATEMENTS = (
    r"(?<![\w$])(?:fork|join(?:_any|_none)?|wait|force|release|deassign|forever|while|repeat|disable|event|realtime|real|"
    r"time|randcase|specify|primitive|tranif[01]|r?[np]mos|r?cmos)(?![\w$])"
)
_NOT_SYNTHESIZABLE = re.compile(_STATEMENTS + r"|->|(?<!always)(?<!always )@|(?<!\w )#(?=\s*\d)")
_NOT_SYNTHESIZABLE_SV = re.compile(_STATEMENTS)
"""SystemVerilog has other uses for the operators, and Yosys stumbles over many of them."""
_COMB_LATCH = re.compile(r"Latch inferred for signal `\S*?\.?\\(?P<name>[^\s'.\\]+)(?: \[[^\]]*\])?' from always_comb")
_EVENTS = re.compile(r"@\s*\([^)]*\)")
_KEEP = re.compile(r"\(\*[^)]*\b(?:keep|dont_touch|allow_combinatorial_loops)\b", re.IGNORECASE)


def error_diagnostic(error: YosysError, places: SourcePlaces, *, valid_code: bool, systemverilog: bool) -> Diagnostic:
    """The error that ended the run. Names in its text, or the construct it stumbled over, give the range.

    ``valid_code`` tells a construct that cannot be synthesized from a mistake in the language. The code is
    ``unsupported`` for a syntax error at valid SystemVerilog that is not known to be impossible in hardware.
    """
    text = error.text
    syntax = text.startswith("syntax error")
    if error.path is None or (lines := places.lines(error.path)) is None:
        return _diagnostic(places.named_in(text), Severity.ERROR, "error", text)
    where, path = lines.index.line_range(error.line), places.path(error.path)
    if text.startswith("Multiple edge sensitive events") and (events := lines.search(_EVENTS, error.line)):
        text = (
            "a flip-flop has one clock edge (and level-sensitive or asynchronous resets); this list has several edges"
        )
        return _diagnostic(events[1], Severity.ERROR, "not-synthesizable", text, path)
    if latch := _COMB_LATCH.search(text):
        name = latch["name"]
        target = lines.find_assignment(name, error.line, lines.index.line_count) or where
        text = f"latch inferred for `{name}`, which `always_comb` forbids: it is not assigned on every path"
        return _diagnostic(target, Severity.ERROR, "latch", text, path, data={"name": name})
    for name in () if syntax else _QUOTED.findall(text):
        found = lines.search(re.compile(rf"(?<![\w$]){re.escape(name)}(?![\w$])"), error.line)
        if found:
            impossible = name.startswith("$") or _NOT_SYNTHESIZABLE_SV.fullmatch(name)
            code = "not-synthesizable" if impossible else "error"
            return _diagnostic(found[1], Severity.ERROR, code, text, path, data={"name": name})
    pattern = _NOT_SYNTHESIZABLE_SV if systemverilog else _NOT_SYNTHESIZABLE
    construct = lines.search(pattern, error.line) if valid_code or not syntax else None
    if construct:
        text = f"`{construct[0]}` cannot be synthesized here ({text})"
        return _diagnostic(construct[1], Severity.ERROR, "not-synthesizable", text, path, data={"name": construct[0]})
    if not syntax:
        return _diagnostic(where, Severity.ERROR, "error", text, path)
    code = "syntax-error" if not valid_code else "unsupported" if systemverilog else "not-synthesizable"
    return _diagnostic(where, Severity.ERROR, code, text, path)


def stopped_diagnostic(code: str, why: str, places: SourcePlaces) -> Diagnostic:
    """At the first module: the design as a whole is too much."""
    return _diagnostic(places.named_in(""), Severity.WARNING, code, why)


def mapping_diagnostic(text: str, target: str, modules: Mapping[str, RtlilModule], places: SourcePlaces) -> Diagnostic:
    """A flip-flop or latch that the target does not have; at the process that describes it when that can be told."""
    message = f"cannot be mapped to {target}: {text}"
    asked = ("$aldff", "$aldffe") if "ALDFF" in text else ("$dffsr", "$dffsre") if "DFFSR" in text else ()
    for module in modules.values():
        for cell in module.cells.values():
            if cell.type in asked and cell.sources and (lines := places.lines(cell.sources[0].path)) is not None:
                where, path = lines.index.line_range(cell.sources[0].line), places.path(cell.sources[0].path)
                if cell.type.startswith("$aldff"):
                    message = (
                        f"the asynchronous reset loads a value that is not constant; {target} has no such flip-flop"
                    )
                return _diagnostic(where, Severity.ERROR, "not-mappable", message, path)
    return _diagnostic(places.named_in(text), Severity.ERROR, "not-mappable", message)


def latch_diagnostics(
    latches: Iterable[Latch], modules: Mapping[str, RtlilModule], places: SourcePlaces
) -> list[Diagnostic]:
    """One for each latched signal, at its first assignment in the process that latches it."""
    found: dict[tuple[str | None, int, str], Diagnostic] = {}
    for latch in latches:
        name = latch.signal.removeprefix("\\")
        key = (latch.path, latch.line, name)
        if key in found or (lines := places.lines(latch.path)) is None:
            continue
        module = modules.get(_rtlil_name(latch.module))
        process = _process_of(latch, module)
        last = process.end_line if process else latch.line
        where = lines.find_assignment(name, latch.line, last) or lines.index.line_range(latch.line)
        related = (
            Related(
                lines.index.line_range(latch.line),
                "this process does not assign it on every path",
                places.path(latch.path),
            ),
            *_declaration(name, module, places),
        )
        message = f"latch inferred for `{name}`: it keeps its value on some path through this combinational process"
        found[key] = _diagnostic(
            where, Severity.WARNING, "latch", message, places.path(latch.path), related, {"name": name}
        )
    return list(found.values())


def conflict_diagnostics(
    findings: CheckFindings, modules: Mapping[str, RtlilModule], places: SourcePlaces
) -> list[Diagnostic]:
    """One for each signal with several drivers, at its declaration, with the drivers."""
    found: dict[tuple[str | None, Range], Diagnostic] = {}
    for conflict in findings.conflicts:
        if _is_bus(conflict):
            continue
        module = modules.get(_rtlil_name(conflict.module))
        for name in _conflicting_names(conflict, module):
            wire = name.removeprefix("\\")
            drivers = tuple(_drivers(conflict, module, places))
            declared = module.wires.get(name, ()) if module else ()
            if declared and places.is_ours(declared[0].path):
                where, path = places.range(declared[0], wire), places.path(declared[0].path)
            elif drivers:
                where, path = drivers[0].range, drivers[0].path
            else:
                continue
            message = f"`{wire}` has several drivers that conflict; in hardware they would short"
            found.setdefault(
                (path, where),
                _diagnostic(where, Severity.ERROR, "multiple-drivers", message, path, drivers, {"name": wire}),
            )
    return list(found.values())


def undriven_diagnostics(
    findings: CheckFindings, modules: Mapping[str, RtlilModule], places: SourcePlaces
) -> list[Diagnostic]:
    """Wires that are read and never driven, at their declaration; not those that an unknown module may drive."""
    found: dict[tuple[str | None, Range], Diagnostic] = {}
    for (module_name, wire), bits in findings.undriven.items():
        module = modules.get(_rtlil_name(module_name))
        if module is None or wire.startswith("\\$") or wire in _touched_by_unknown(module, modules):
            continue
        if "." in wire:
            continue  # a member of an interface: its other end is in a module that is not read here
        declared = module.wires.get(wire, ())
        if not declared or not places.is_ours(declared[0].path):
            continue
        name = wire.removeprefix("\\")
        where, path = places.range(declared[0], name), places.path(declared[0].path)
        which = f"`{name}`" if not bits else f"`{name}` ({_bits(bits)})"
        message = f"{which} is used but nothing drives it"
        found.setdefault(
            (path, where),
            _diagnostic(where, Severity.WARNING, "undriven", message, path, data={"name": name, "bits": sorted(bits)}),
        )
    return list(found.values())


def loop_diagnostics(
    loops: Iterable[Loop], modules: Mapping[str, RtlilModule], places: SourcePlaces
) -> list[Diagnostic]:
    """One for each combinational loop: at its first place, the others related in order.

    An error, since neither its value nor its timing is defined, unless an attribute says that it is meant (a ring oscillator).
    """
    found: dict[frozenset[tuple[str, int, int]], Diagnostic] = {}
    for loop in loops:
        sources = [s for s in loop.sources if places.is_ours(s.path)]
        key = frozenset((s.path, s.line, s.column) for s in sources)
        if not sources or key in found:
            continue
        names = _loop_signals(loop, modules.get(_rtlil_name(loop.module)))
        start = next((s for s in sources if places.of_checked(s.path)), sources[0])
        related = tuple(
            Related(places.range(s), f"step {n} of the loop", places.path(s.path)) for n, s in enumerate(sources, 1)
        )
        path = " → ".join([*names, names[0]]) if names else f"{len(sources)} operators"
        meant = _is_meant(names, sources, modules.get(_rtlil_name(loop.module)), places)
        found[key] = _diagnostic(
            places.range(start),
            Severity.WARNING if meant else Severity.ERROR,
            "combinational-loop",
            f"combinational loop: {path}",
            places.path(start.path),
            related,
            {"names": names},
        )
    return list(found.values())


def front_end_diagnostics(warnings: Iterable[FrontEndWarning], places: SourcePlaces) -> list[Diagnostic]:
    """What the reader warned of: implicit nets, selections out of range."""
    found: dict[tuple[str | None, Range, str], Diagnostic] = {}
    for warning in warnings:
        lines = places.lines(warning.path)
        if lines is None or "limited support for tri-state" in warning.text:
            continue
        name = next(iter(_QUOTED.findall(warning.text)), None)
        if "implicitly declared" in warning.text and (
            name is None or name.startswith("$") or f"{name}." in warning.text
        ):
            continue  # a system function, or a member of an interface
        match = lines.search(re.compile(rf"(?<![\w$]){re.escape(name)}(?![\w$])"), warning.line) if name else None
        where = match[1] if match else lines.index.line_range(warning.line)
        code = "implicit-net" if "implicitly declared" in warning.text else "warning"
        path = places.path(warning.path)
        text = warning.text.replace("`\\", "`")
        data = {"name": name} if name else {}
        found.setdefault((path, where, code), _diagnostic(where, Severity.WARNING, code, text, path, data=data))
    return list(found.values())


def unknown_modules(modules: Mapping[str, RtlilModule], places: SourcePlaces) -> list[Diagnostic]:
    """Instances of modules that no source defines: treated as black boxes."""
    found: dict[str, Diagnostic] = {}
    for module in modules.values():
        for cell in module.cells.values():
            if cell.type.startswith("$") or cell.type in modules or cell.type in found or not cell.sources:
                continue
            name = cell.type.removeprefix("\\")
            path = places.path(cell.sources[0].path)
            message = f"module `{name}` is not known here; it is left out of the synthesis as a black box"
            where = places.range(cell.sources[0], name)
            found[cell.type] = _diagnostic(
                where, Severity.INFORMATION, "unknown-module", message, path, data={"name": name}
            )
    return list(found.values())


def _diagnostic(
    where: Range,
    severity: Severity,
    code: str,
    message: str,
    path: str | None = None,
    related: tuple[Related, ...] = (),
    data: Mapping[str, object] | None = None,
) -> Diagnostic:
    return Diagnostic(where, severity, code, message, "yosys", Stage.SYNTHESIZE, path, related, data or {})


def _rtlil_name(logged: str) -> str:
    """Yosys leaves the backslash of a public name out of its log."""
    return logged if logged.startswith(("$", "\\")) else f"\\{logged}"


def _process_of(latch: Latch, module: RtlilModule | None) -> Source | None:
    if module is None:
        return None
    for cell in module.cells.values():
        if "latch" in cell.type or cell.type == "$sr":
            for source in cell.sources:
                if source.line == latch.line and source.path == latch.path:
                    return source
    return None


def _declaration(name: str, module: RtlilModule | None, places: SourcePlaces) -> tuple[Related, ...]:
    declared = module.wires.get(f"\\{name}", ()) if module else ()
    if not declared or not places.is_ours(declared[0].path):
        return ()
    return (Related(places.range(declared[0], name), f"`{name}` is declared here", places.path(declared[0].path)),)


def _is_bus(conflict: Conflict) -> bool:
    """Tri-state drivers share a net by design."""
    return bool(conflict.drivers) and all(kind == "$tribuf" for kind in conflict.drivers.values())


def _conflicting_names(conflict: Conflict, module: RtlilModule | None) -> list[str]:
    """The user's names of the net: those driven by two statements first, since the net bears all its drivers' names."""
    if module is None:
        return [conflict.signal] if conflict.signal and conflict.signal.startswith("\\") else []
    if twice := module.driven_twice():
        return twice
    written = [name for cell in conflict.drivers for name in _outputs(module, cell) if name.startswith("\\")]
    if written:
        return written[:1]
    if conflict.signal is not None and conflict.signal.startswith("\\"):
        return [conflict.signal]
    connected = [n for cell in conflict.drivers for signal in _outputs(module, cell) for n in module.names_of(signal)]
    return connected[:1] or (module.names_of(conflict.signal)[:1] if conflict.signal else [])


def _outputs(module: RtlilModule, cell: str) -> list[str]:
    ports = module.cells[cell].ports if cell in module.cells else {}
    return [name for port in ("\\Q", "\\Y") if port in ports for name, _ in signals(ports[port])]


def _drivers(conflict: Conflict, module: RtlilModule | None, places: SourcePlaces) -> Iterable[Related]:
    if module is None:
        return
    for name in reversed(conflict.drivers):
        cell = module.cells.get(name)
        if cell and cell.sources and places.is_ours(cell.sources[0].path):
            source = cell.sources[0]
            yield Related(places.range(source), "one driver is here", places.path(source.path))


def _touched_by_unknown(module: RtlilModule, modules: Mapping[str, RtlilModule]) -> set[str]:
    touched: set[str] = set()
    for cell in module.cells.values():
        if not cell.type.startswith("$") and cell.type not in modules:
            for signal in cell.ports.values():
                touched.update(name for name, _ in signals(signal))
    aliases = {name for driven, driver in module.connections for name, _ in signals(driven) if driver in touched}
    return touched | aliases


def _loop_signals(loop: Loop, module: RtlilModule | None) -> list[str]:
    """Names the user gave to the nets along the loop, in the order in which the signal travels."""
    if module is None:
        return []
    names: dict[str, None] = {}
    for cell in loop.cells:
        for signal in _outputs(module, cell):
            for name in module.names_of(signal)[:1]:
                names[name.removeprefix("\\")] = None
    return list(names)


def _is_meant(
    names: Iterable[str], sources: Iterable[Source], module: RtlilModule | None, places: SourcePlaces
) -> bool:
    """Whether a net of the loop is declared, or a statement of it written, with an attribute that asks tools to leave it alone."""
    declared = [s for name in names if module is not None for s in module.wires.get("\\" + name.partition(" ")[0], ())]
    for source in (*declared, *sources):
        lines = places.lines(source.path)
        if lines is not None and lines.search(_KEEP, source.line):
            return True
    return False


def _bits(bits: list[int]) -> str:
    bits = sorted(bits)
    if len(bits) == 1:
        return f"bit {bits[0]}"
    if bits == list(range(bits[0], bits[-1] + 1)):
        return f"bits {bits[-1]}:{bits[0]}"
    return "bits " + ", ".join(map(str, bits))
