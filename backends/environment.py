"""Environment S: everything besides the code itself that decides what a tool will say."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from backends.settings import ToolSettings


class Domain(StrEnum):
    VERILOG = "verilog"
    TRITON = "triton"
    CADQUERY = "cadquery"
    CUDA = "cuda"
    FIRMWARE = "firmware"


class Role(StrEnum):
    SOURCE = "source"
    INCLUDE = "include"
    LIBRARY = "library"
    TESTBENCH = "testbench"
    MODULE = "module"
    """A Python module that the checked script imports."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file beside the checked one, with the text the editor or disk holds now."""

    path: str
    text: str
    role: Role = Role.SOURCE

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Environment:
    """Where the code runs. Immutable, JSON-serializable, hashed by content.

    ``path`` is the absolute path of the checked file (it need not exist); ``root`` the project it belongs to.
    """

    domain: Domain
    path: str
    root: str
    target: str | None = None
    files: tuple[SourceFile, ...] = ()
    settings: ToolSettings = field(default_factory=ToolSettings)

    @property
    def name(self) -> str:
        return Path(self.path).name

    def of_role(self, *roles: Role) -> tuple[SourceFile, ...]:
        return tuple(f for f in self.files if f.role in roles)

    @property
    def testbench(self) -> SourceFile | None:
        return next(iter(self.of_role(Role.TESTBENCH)), None)

    def digest(self) -> str:
        """SHA-256 over paths relative to ``root``, contents, target and settings; the same project moved hashes alike."""
        root = Path(self.root)

        def relative(path: str) -> str:
            try:
                return str(Path(path).relative_to(root))
            except ValueError:
                return path

        body = {
            "domain": str(self.domain),
            "path": relative(self.path),
            "target": self.target,
            "files": sorted((relative(f.path), f.digest, str(f.role)) for f in self.files),
            "settings": asdict(self.settings),
        }
        return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """For trajectories: contents by hash, not inline."""
        return {
            "domain": str(self.domain),
            "path": self.path,
            "root": self.root,
            "target": self.target,
            "files": [{"path": f.path, "sha256": f.digest, "role": str(f.role)} for f in self.files],
            "settings": asdict(self.settings),
        }
