"""Everything a user can set, as one frozen value for each folder, and how the layers that set it are merged.

Later layers win, leaf by leaf: defaults, the user's file, the project's ``hardsight.toml``, the editor. A value that is
wrong is left out and reported as a ``Problem``; the rest of its layer counts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from backends.settings import CadQuerySettings, Limits, ToolSettings, TritonSettings, VerilogSettings


@dataclass(frozen=True, slots=True)
class ConfirmSettings:
    """When the real tools run."""

    on: Literal["save", "idle", "manual"] = "save"
    """``save``, ``idle`` (also some seconds after the last edit), or ``manual`` (only on request)."""
    idle_seconds: float = 2.0
    """Quiet time after the last edit before ``idle`` confirms."""


@dataclass(frozen=True, slots=True)
class StaticSettings:
    """The answers at each keystroke."""

    max_file_bytes: int = 2 << 20
    """Larger files are not analysed while typing; saving still confirms them."""


@dataclass(frozen=True, slots=True)
class PredictSettings:
    """What is shown of the world model's predictions."""

    enabled: bool = False
    """Show predictions at all. Off until the model is right in 95 % of what it shows of other people's code."""
    threshold: float = 0.9
    """A prediction less probable than this is not shown."""


@dataclass(frozen=True, slots=True)
class DiagnosticsSettings:
    """Which files are reported on, and how much."""

    scope: Literal["auto", "open", "workspace"] = "auto"
    """``open`` reports on open files and what they involve; ``workspace`` also on the others, in the background; ``auto``
    does so for editors that ask for it."""
    max_per_file: int = 100
    """At most this many diagnostics a file, the first cause first."""
    max_files: int = 300
    """At most this many files that are not open are analysed for the workspace."""
    hide: tuple[str, ...] = ("slang:SignCompare",)
    """Checks that are not shown unless they are errors, as ``source:code`` with wildcards (``verilator:UNUSED*``)."""
    hide_in_testbenches: tuple[str, ...] = (
        "slang:Width*",
        "slang:PortWidth*",
        "slang:Unused*",
        "slang:CaseIncomplete",
        "slang:EmptyStatement",
    )
    """More of them for testbenches, which are never synthesized."""
    exclude: tuple[str, ...] = (
        "**/.*/**",
        "**/node_modules/**",
        "**/build/**",
        "**/dist/**",
        "**/__pycache__/**",
        "**/site-packages/**",
        "**/obj_dir/**",
        "**/venv/**",
    )
    """Glob patterns, relative to the folder, of files that are not analysed unless they are open."""


@dataclass(frozen=True, slots=True)
class FixSettings:
    """How long and how deep a fix is sought."""

    max_turns: int = 12
    """At most this many candidates for one file are put to the real tools."""
    budget_seconds: float = 60.0
    """Time to seek one fix, tools included."""
    verify_ahead: bool = True
    """Verify the most promising fix as soon as the light bulb shows it, before it is chosen."""


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """What is drawn into the code."""

    code_lens: bool = True
    """Verdict and numbers above a module, kernel or result."""
    inlay_hints: bool = True
    """The main numbers at the end of that line."""
    picture: bool = True
    """A picture of the part in the hover."""


@dataclass(frozen=True, slots=True)
class FeedbackSettings:
    """What is kept, on this machine only, of offered fixes."""

    record: bool = True
    """Keep trajectories and whether a fix was accepted, rejected or edited."""


@dataclass(frozen=True, slots=True)
class TrustSettings:
    """Where code may be executed without asking. Counts in the user's own file only."""

    folders: tuple[str, ...] = ()
    """Folders whose scripts and testbenches may be run to confirm them; what lies below counts too."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set."""

    confirm: ConfirmSettings = field(default_factory=ConfirmSettings)
    static: StaticSettings = field(default_factory=StaticSettings)
    predict: PredictSettings = field(default_factory=PredictSettings)
    diagnostics: DiagnosticsSettings = field(default_factory=DiagnosticsSettings)
    fix: FixSettings = field(default_factory=FixSettings)
    display: DisplaySettings = field(default_factory=DisplaySettings)
    feedback: FeedbackSettings = field(default_factory=FeedbackSettings)
    trust: TrustSettings = field(default_factory=TrustSettings)
    verilog: VerilogSettings = field(default_factory=VerilogSettings)
    triton: TritonSettings = field(default_factory=TritonSettings)
    cadquery: CadQuerySettings = field(default_factory=CadQuerySettings)
    limits: Limits = field(default_factory=Limits)
    """Bounds on one run of one tool."""
    tools: Mapping[str, str] = field(default_factory=dict)
    """Path of an executable by tool name, when it is not on PATH."""
    disabled: tuple[str, ...] = ()
    """Names of tools never to run."""

    @property
    def tool_settings(self) -> ToolSettings:
        """The part that the backends see."""
        return ToolSettings(
            verilog=self.verilog,
            triton=self.triton,
            cadquery=self.cadquery,
            limits=self.limits,
            tools=self.tools,
            disabled=self.disabled,
        )


CHOICES: Mapping[str, tuple[str, ...]] = {
    "verilog.simulator": ("auto", "icarus", "svling", "verilator"),
    "verilog.target": ("ice40", "ecp5", "xilinx", "generic"),
    "verilog.language": ("auto", "2001", "2005", "sv"),
    "cadquery.picture": ("svg", "png", "none"),
}
MINIMUM: Mapping[str, float] = {
    "confirm.idle_seconds": 0.1,
    "static.max_file_bytes": 0,
    "predict.threshold": 0,
    "diagnostics.max_per_file": 1,
    "diagnostics.max_files": 0,
    "fix.max_turns": 1,
    "fix.budget_seconds": 1,
    "triton.max_configurations": 1,
    "cadquery.tolerance": 1e-6,
    "limits.wall_seconds": 0.1,
    "limits.cpu_seconds": 0.1,
    "limits.memory_bytes": 1 << 20,
    "limits.processes": 1,
    "limits.file_bytes": 1 << 10,
    "limits.output_bytes": 1 << 10,
}
MAXIMUM: Mapping[str, float] = {"predict.threshold": 1, "diagnostics.max_per_file": 1000}

PATHS = frozenset(
    {
        "verilog.filelists", "verilog.include_dirs", "verilog.library_dirs", "verilog.testbench",
        "triton.interpreter", "triton.import_dirs", "cadquery.interpreter", "cadquery.import_dirs",
        "tools", "trust.folders",
    }
)  # fmt: skip
EXECUTABLES = frozenset({"tools", "triton.interpreter", "cadquery.interpreter"})
"""Keys that name a program to run: a project may set them only where it is trusted."""
PATTERNS = frozenset({"verilog.pass_patterns", "verilog.fail_patterns", "verilog.pass_exceptions"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One setting that could not be used: its key (empty for a whole file), and what to do."""

    key: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """Settings from one place. ``base`` is the directory its relative paths mean.

    ``project`` marks what came with the code: it cannot trust itself, and cannot name programs while untrusted.
    """

    name: str
    values: Mapping[str, Any]
    base: Path | None = None
    project: bool = False


def merge(layers: Iterable[Layer], *, root: Path, trusted: bool) -> tuple[Settings, dict[str, list[Problem]]]:
    """The settings that count, and the problems by layer name. Paths come out relative to ``root``, or absolute."""
    leaves: dict[str, Any] = {}
    problems: dict[str, list[Problem]] = {}
    for layer in layers:
        found = problems.setdefault(layer.name, [])
        for key, value in _checked_leaves(layer.values, Settings, "", found):
            if layer.project and key.startswith("trust."):
                found.append(Problem(key, "a project cannot declare itself trusted; set this in your own config.toml"))
            elif layer.project and key in EXECUTABLES and not trusted:
                found.append(Problem(key, "ignored until the folder is trusted, because it names a program to run"))
            else:
                if key in PATHS:
                    value = _resolved(value, layer.base, root)
                leaves[key] = {**leaves.get(key, {}), **value} if isinstance(value, dict) else value
    return _build(Settings, "", leaves), problems


def snake_case(name: str) -> str:
    """Editors write ``idleSeconds``, files ``idle_seconds``; both mean the same."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda m: "_" + m.group(1).lower(), name).replace("-", "_")


def _checked_leaves(
    values: Mapping[str, Any], of: type, prefix: str, problems: list[Problem]
) -> Iterable[tuple[str, Any]]:
    hints = get_type_hints(of)
    for name, value in values.items():
        if value is None:
            continue
        given, name = name, snake_case(name)
        key = f"{prefix}{name}"
        hint = hints.get(name)
        if hint is None:
            known = ", ".join(sorted(hints))
            problems.append(Problem(f"{prefix}{given}", f"there is no such setting; known here: {known}"))
        elif is_dataclass(hint):
            if isinstance(value, Mapping):
                yield from _checked_leaves(value, hint, f"{key}.", problems)  # type: ignore[arg-type]
            else:
                problems.append(Problem(key, f"must be a table of settings, not {_shown(value)}"))
        else:
            try:
                yield key, checked(key, value, hint)
            except ValueError as error:
                problems.append(Problem(key, str(error)))


def checked(key: str, value: Any, hint: Any) -> Any:
    """``value`` as the type ``hint`` says. Raises ``ValueError`` with what was expected."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType or NoneType in arguments:
        return checked(key, value, next(a for a in arguments if a is not NoneType))
    if origin is Literal:
        if value not in arguments:
            raise ValueError(f"must be one of {', '.join(map(str, arguments))}, not {_shown(value)}")
        return value
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ValueError(f"must be a list, not {_shown(value)}")
        return tuple(checked(key, item, arguments[0]) for item in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            raise ValueError(f"must be a table, not {_shown(value)}")
        return {str(name): _text(item) for name, item in value.items()}
    if hint is bool:
        if not isinstance(value, bool):
            raise ValueError(f"must be true or false, not {_shown(value)}")
        return value
    if hint is int or hint is float:
        number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not number or (hint is int and value != int(value)):
            raise ValueError(f"must be a{' whole' if hint is int else ''} number, not {_shown(value)}")
        if not MINIMUM.get(key, float("-inf")) <= value <= MAXIMUM.get(key, float("inf")):
            bounds = f"at least {MINIMUM[key]:g}" + (f" and at most {MAXIMUM[key]:g}" if key in MAXIMUM else "")
            raise ValueError(f"must be {bounds}, not {value}")
        return hint(value)
    if not isinstance(value, str):
        raise ValueError(f"must be a text, not {_shown(value)}")
    if key in CHOICES and value not in CHOICES[key]:
        raise ValueError(f"must be one of {', '.join(CHOICES[key])}, not {_shown(value)}")
    if key in PATTERNS:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"is not a regular expression: {error} in {_shown(value)}") from None
    return value


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"must hold texts, not {_shown(value)}")
    return str(value)


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _resolved(value: Any, base: Path | None, root: Path) -> Any:
    if isinstance(value, tuple):
        return tuple(_resolved(item, base, root) for item in value)
    if isinstance(value, dict):
        # A bare name is looked up on PATH.
        return {name: _resolved(item, base, root) if "/" in item else item for name, item in value.items()}
    path = Path(value).expanduser()
    if base is not None and not path.is_absolute() and base != root:
        path = base / path
    return str(path)


def _build(of: type, prefix: str, leaves: Mapping[str, Any]) -> Any:
    hints = get_type_hints(of)
    values: dict[str, Any] = {}
    for each in fields(of):
        key = f"{prefix}{each.name}"
        if is_dataclass(hints[each.name]):
            values[each.name] = _build(hints[each.name], f"{key}.", leaves)  # type: ignore[arg-type]
        elif key in leaves:
            values[each.name] = leaves[key]
    return of(**values)
