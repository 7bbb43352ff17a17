"""The two files that hold settings: the user's ``config.toml`` and a project's ``hardsight.toml``."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.settings import Problem

PROJECT_FILE = "hardsight.toml"


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """What one file says. ``values`` is empty and ``problem`` set when it cannot be read."""

    path: Path
    values: Mapping[str, Any]
    text: str = ""
    problem: Problem | None = None


def user_file() -> Path:
    """``$XDG_CONFIG_HOME/hardsight/config.toml``, else ``~/.config/hardsight/config.toml``."""
    config = os.environ.get("XDG_CONFIG_HOME")
    return (Path(config) if config else Path.home() / ".config") / "hardsight" / "config.toml"


def read_settings_file(path: Path) -> SettingsFile | None:
    """The file's content, or ``None`` when there is none."""
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        return SettingsFile(path, {}, problem=Problem("", f"{path} cannot be read: {error}"))
    try:
        return SettingsFile(path, tomllib.loads(text), text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at.group(1)) - 1 if at else max(0, len(text.splitlines()) - 1)
        why = f"not valid TOML: {error}; nothing in this file counts until it is corrected"
        return SettingsFile(path, {}, text, Problem("", why, line))


def project_file_for(directory: Path, folder: Path | None) -> Path | None:
    """The nearest ``hardsight.toml`` from ``directory`` upward.

    The search ends at ``folder`` (the workspace folder), else at a repository's root or the home directory. A file in a
    directory that everybody can write to does not count: anybody could have put it there.
    """
    home = Path.home()
    for at in (directory, *directory.parents):
        candidate = at / PROJECT_FILE
        if candidate.is_file() and not _everybody_writes(at):
            return candidate
        if at == folder or (folder is None and (at == home or (at / ".git").exists())):
            return None
    return None


def repository_of(directory: Path) -> Path | None:
    """The working copy a directory lies in: the nearest folder above with the mark of a version control system."""
    for folder in (directory, *directory.parents):
        if folder == Path.home() or _everybody_writes(folder):
            return None
        if any((folder / mark).exists() for mark in (".git", ".hg", ".svn")):
            return folder
    return None


def line_of(text: str, key: str) -> int:
    """The zero-based line of a TOML text that sets ``key`` (dotted), or the nearest table that holds it, or 0."""
    best, best_length, table = 0, -1, ""
    for number, line in enumerate(text.split("\n")):
        header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
        if header:
            table = _dotted(header.group(1))
            found = table
        elif assignment := re.match(
            r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""", line
        ):
            found = ".".join(filter(None, (table, _dotted(assignment.group(1)))))
        else:
            continue
        if (key == found or key.startswith(found + ".")) and len(found) > best_length:
            best, best_length = number, len(found)
    return best


def _dotted(name: str) -> str:
    return re.sub(r"[\s\"']", "", name).replace("-", "_")


def _everybody_writes(directory: Path) -> bool:
    return bool(directory.stat().st_mode & stat.S_IWOTH)
