"""Which folder and project a file belongs to, and the settings that count there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backends.cache import cache_directory
from server.settings import Layer, Problem, Settings, merge
from server.settings_files import SettingsFile, project_file_for, read_settings_file, repository_of, user_file
from server.trust import Trust


@dataclass(frozen=True, slots=True)
class Place:
    """``folder`` is what trust is given to: the workspace folder, else the project.

    ``root`` is the project: where the nearest ``hardsight.toml`` is, else the workspace folder, else the working copy of
    a version control system, else the file's directory. ``trusted`` is ``None`` when nobody has said.
    """

    folder: str
    root: str
    settings: Settings
    trusted: bool | None


@dataclass
class Folders:
    """The workspace folders of one session with their layers of settings. ``forget`` after anything changed."""

    trust: Trust
    paths: tuple[str, ...] = ()
    client_values: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """What the editor answered to ``workspace/configuration``, by folder path; ``""`` is for no folder."""
    _places: dict[str, Place] = field(default_factory=dict)
    _problems: dict[str, tuple[str, tuple[Problem, ...]]] = field(default_factory=dict)
    _read: dict[Path, tuple[object, SettingsFile | None]] = field(default_factory=dict)

    def of(self, path: str) -> Place:
        """The place of a file, by its directory."""
        directory = str(Path(path).parent) if path.startswith("/") else ""
        place = self._places.get(directory)
        if place is None:
            place = self._places[directory] = self._find(directory)
        return place

    def forget(self) -> None:
        self._places.clear()
        self._problems.clear()

    def stale(self) -> bool:
        """Whether a settings file was changed, made or removed since it was read."""
        found = {user_file(), *(f for d in self._places if d and (f := self._project_file(Path(d))) is not None)}
        return any(path not in self._read or self._read[path][0] != _signature(path) for path in found) or any(
            path not in found for path, (_, file) in self._read.items() if file is not None
        )

    def problems(self) -> Mapping[str, tuple[str, tuple[Problem, ...]]]:
        """By file path (or ``"editor"``): the file's text and what in it could not be used."""
        return self._problems

    def folder_of(self, path: str) -> str | None:
        """The innermost workspace folder that holds a path."""
        at = Path(path)
        holding = [folder for folder in self.paths if at.is_relative_to(folder)]
        return max(holding, key=len, default=None)

    def _find(self, directory: str) -> Place:
        folder = self.folder_of(directory) if directory else next(iter(self.paths), None)
        user = self._file(user_file())
        layers: list[Layer] = []
        if user is not None:
            layers.append(Layer(str(user.path), user.values, Path.home()))
        project = self._project_file(Path(directory)) if directory else None
        root = project.parent if project else Path(folder) if folder else None
        if root is None:
            root = (repository_of(Path(directory)) or Path(directory)) if directory else _unsaved()
        at = folder or str(root)
        if project is not None and (file := self._file(project)) is not None:
            layers.append(Layer(str(project), file.values, project.parent, project=True))
        if editor := self.client_values.get(folder or "", self.client_values.get("")):
            layers.append(Layer("editor", editor, Path(folder) if folder else root, project=True))
        always = merge(layers[:1] if user else (), root=root, trusted=True)[0].trust.folders
        trusted = self.trust.of(at, always)
        settings, problems = merge(layers, root=root, trusted=trusted is True)
        for layer in layers:
            text, found = "", tuple(problems.get(layer.name, ()))
            if layer.name != "editor":
                file = self._read[Path(layer.name)][1]
                if file is not None:
                    text, found = file.text, (*((file.problem,) if file.problem else ()), *found)
            self._problems[layer.name] = (text, found)
        return Place(at, str(root), settings, trusted)

    def _project_file(self, directory: Path) -> Path | None:
        folder = self.folder_of(str(directory))
        return project_file_for(directory, Path(folder) if folder else None)

    def _file(self, path: Path) -> SettingsFile | None:
        signature = _signature(path)
        known = self._read.get(path)
        if known is None or known[0] != signature:
            known = self._read[path] = (signature, read_settings_file(path))
        return known[1]


def _unsaved() -> Path:
    """Where documents without a file are checked when no folder is open: an empty folder, never the home directory."""
    folder = cache_directory() / "unsaved"
    # Where it cannot be made, nothing is read from it either.
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _signature(path: Path) -> object:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size, status.st_ino)


def outermost(paths: Iterable[str]) -> list[str]:
    """Without folders that lie in another one."""
    unique = sorted(set(paths), key=len)
    return [p for at, p in enumerate(unique) if not any(Path(p).is_relative_to(q) for q in unique[:at])]
