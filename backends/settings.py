"""What a project or user may configure about the tools, per domain.

Frozen values; ``server.settings`` merges them from user file, ``hardsight.toml`` and editor, and prints the JSON schema.
Paths are absolute by the time they get here, or relative to ``Environment.root``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one tool run. ``wall_seconds`` counts from start; memory and files in bytes."""

    wall_seconds: float = 30.0
    cpu_seconds: float = 60.0
    memory_bytes: int = 4 << 30
    processes: int = 64
    file_bytes: int = 256 << 20
    output_bytes: int = 1 << 20
    disk_bytes: int = 1 << 30
    """All files that a run writes, together."""


@dataclass(frozen=True, slots=True)
class VerilogSettings:
    """How Verilog sources are found and which tools confirm them."""

    filelists: tuple[str, ...] = ()
    """``.f`` command files; nested ``-f`` and ``-F`` are followed."""
    include_dirs: tuple[str, ...] = ()
    library_dirs: tuple[str, ...] = ()
    library_extensions: tuple[str, ...] = (".v", ".sv")
    defines: Mapping[str, str] = field(default_factory=dict)
    top: str | None = None
    testbench: str | None = None
    """Path of the testbench, when the names ``tb_x``, ``x_tb``, ``test_x.py`` do not find it."""
    simulator: str = "auto"
    """``auto``, ``icarus``, ``svling`` or ``verilator``."""
    pass_patterns: tuple[str, ...] = ()
    """Regular expressions; when given, one must appear in the log for a PASS."""
    fail_patterns: tuple[str, ...] = (
        r"\b(FAIL(ED|URES?|S)?|ERRORS?|MISMATCH(ES)?|FATAL|INCORRECT|WRONG|TIMED OUT)\b",
        r"\b(Fail(ed|ures?|s)?|Mismatch(es)?)\b",
        r"(?i)^[\W\d_]*(\[[^\]]*\]\W*)?(time\W*\d+\W*)?(errors?|fail(ed|ures?|s)?|mismatch|wrong|incorrect|fatal|time-?out|timed out)\b",
        r"(?i)\b(errors?|fail(ed|ures?|s)?|mismatch|fatal|time-?out)\s*[:!]",
        r"(?i)\b(incorrect|wrong|mismatch(es|ed)?)\b",
        r"(?i)\b(tests?|test ?benches?|testcases?|checks?|cases?|simulation|assertion|vectors?|comparison)\b.{0,60}\bfail(ed|s|ures?)?\b",
        r"(?i)\b[1-9]\d*\s+(\w+\s+)?(errors?|fail(ed|ures?|s)?|mismatch(es)?)\b",
        r"(?i)\b(errors?|fail(ed|ures?|s)?|mismatch(es)?)(\s+\w+)?\s*[:=]\s*0*[1-9]",
        r"(?i)\b(did not|does not|doesn't|not) match\b",
    )
    """Regular expressions; a log line that matches one is a failure."""
    pass_exceptions: tuple[str, ...] = (
        r"\b(0+|no|zero|without( any)?)\s+(\w+\s+){0,2}(errors?|fail(ed|ures?|s)?|mismatch(es)?|time-?outs?)\b",
        r"\b0\s*(/|of|out of)\s*\d+\s+(\w+\s+)?(fail(ed|ures?)?|errors?|mismatch(es)?)\b",
        r"\b(errors?|fail(ed|ures?|s)?|mismatch(es)?)(\s+\w+){0,2}\s*[:=]\s*(0x)?0+(?![\d.a-f])",
        r"\b(errors?|mismatch(es)?) (test|injection|flag|counter|detect\w*|check\w*)\b",
    )
    """Case-insensitive; what matches one of these in a line (``0 errors``) is taken out before the line is judged."""
    target: str = "ice40"
    """``ice40``, ``ecp5``, ``xilinx`` or ``generic``."""
    device: str | None = None
    timescale: str = "1ns/1ps"
    language: str = "auto"
    """``auto`` (by file name), ``2001``, ``2005`` or ``sv``."""


@dataclass(frozen=True, slots=True)
class TritonSettings:
    """Which architectures kernels are compiled for, and in which interpreter."""

    architectures: tuple[str, ...] = ("sm_80", "sm_90", "gfx942")
    interpreter: str | None = None
    """The user's own Python; ``None`` is the one Hardsight runs in."""
    import_dirs: tuple[str, ...] = ()
    max_configurations: int = 32
    run: bool = True
    """Run the file's reference or test in the interpreter on the CPU."""


@dataclass(frozen=True, slots=True)
class CadQuerySettings:
    """How scripts are run and what is measured."""

    interpreter: str | None = None
    import_dirs: tuple[str, ...] = ()
    tolerance: float = 0.1
    """Linear deflection of meshes, in millimetres."""
    picture: str = "svg"
    """``svg``, ``png`` or ``none``."""
    exports: tuple[str, ...] = ()
    """``step``, ``stl``: written beside the picture in the cache after each confirmed run."""
    interference: bool = True


@dataclass(frozen=True, slots=True)
class ToolSettings:
    """Everything below the server that can be set."""

    verilog: VerilogSettings = field(default_factory=VerilogSettings)
    triton: TritonSettings = field(default_factory=TritonSettings)
    cadquery: CadQuerySettings = field(default_factory=CadQuerySettings)
    limits: Limits = field(default_factory=Limits)
    tools: Mapping[str, str] = field(default_factory=dict)
    """Explicit path of an executable by tool name, e.g. ``{"iverilog": "/opt/oss-cad/bin/iverilog"}``."""
    disabled: tuple[str, ...] = ()
    """Names of backends never to run."""
