"""The files a command line names, and the place each is checked in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backends.domains import domain_of, environment_for, neighbours_known
from backends.environment import Domain, Environment
from server.folders import Folders, Place
from server.glob_patterns import Excluded
from server.settings import Settings
from server.settings_files import line_of
from server.source_text import SourceText, read_source
from server.trust import RememberedTrust, Trust

READING_SECONDS = 30.0
"""At most this long a command waits until the project around a file has been read."""


class NoSuchFile(ValueError):
    """The text names the file and says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """``domain`` is ``None`` for a file that is none of ours; ``named`` when the user named it, not a folder it is in."""

    path: str
    source: SourceText
    domain: Domain | None
    place: Place
    named: bool = True

    def environment(self, text: str | None = None) -> Environment:
        """What the file is checked in, with ``text`` in place of what was read. Raises ``ValueError`` for none of ours."""
        if self.domain is None:
            raise ValueError(f"{self.path} is not Verilog, Triton or CadQuery")
        neighbours_known(self.domain, self.path, self.place.root, READING_SECONDS)
        code = self.source.text if text is None else text
        return environment_for(self.domain, self.path, code, self.place.root, self.place.settings.tool_settings)


def folders_for_command_line(trusted: bool, values: Mapping[str, Any] | None = None) -> Folders:
    """Settings as for an editor without workspace folders. Whoever names files on the command line trusts them."""
    folders = Folders(Trust(RememberedTrust(), trusted))
    if values:
        folders.client_values = {"": values}
    return folders


def settings_problems(folders: Folders) -> list[str]:
    """What is wrong in the settings that were read, each with its file and line and what to do."""
    lines = []
    for name, (text, problems) in folders.problems().items():
        for problem in problems:
            if name == "editor":
                place = "option"
            else:
                line = problem.line if problem.line is not None else line_of(text, problem.key)
                place = f"{name}:{line + 1}"
            lines.append(f"{place}: {problem.key}{': ' if problem.key else ''}{problem.message}")
    return lines


def checked_files(names: Iterable[str], folders: Folders) -> Iterator[CheckedFile]:
    """Each named file once, and below each named folder the files of our languages. Raises ``NoSuchFile``."""
    seen: set[str] = set()
    for name in names:
        if not name:
            raise NoSuchFile("an empty file name")
        path = Path.cwd() / os.path.normpath(name)
        if path.is_dir():
            for found in _below(path, folders.of(str(path / "any")).settings):
                if str(found) not in seen:
                    seen.add(str(found))
                    checked = _read(found, folders, named=False)
                    if checked.domain is not None:
                        yield checked
        elif str(path) not in seen:
            seen.add(str(path))
            yield _read(path, folders, named=True)


def _read(path: Path, folders: Folders, *, named: bool) -> CheckedFile:
    if not path.exists():
        raise NoSuchFile(f"{path}: there is no such file")
    if not path.is_file():
        raise NoSuchFile(f"{path} is not a regular file")
    try:
        source = read_source(path)
    except OSError as error:
        raise NoSuchFile(f"{path} cannot be read: {error.strerror or error}") from None
    domain = domain_of(str(path), source.text)
    return CheckedFile(str(path), source, domain, folders.of(str(path)), named)


def _below(folder: Path, settings: Settings) -> Iterator[Path]:
    excluded = Excluded(settings.diagnostics.exclude)
    for directory, subdirectories, files in os.walk(folder):
        here = Path(directory)
        subdirectories[:] = sorted(
            d for d in subdirectories if not excluded.directory(str((here / d).relative_to(folder)))
        )
        for file in sorted(files):
            path = here / file
            if (
                path.suffix.lower() in (".v", ".sv", ".py")
                and not excluded.file(str(path.relative_to(folder)))
                and path.is_file()
            ):
                yield path
