"""Finds the files of a workspace that are worth reporting on though they are not open: bounded, and never on the main path."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from backends.domains import domain_of
from server.folders import outermost
from server.glob_patterns import Excluded
from server.settings import DiagnosticsSettings

if TYPE_CHECKING:
    from server.session import Session

MAX_DIRECTORIES = 5_000
SUFFIXES = (".v", ".sv", ".py")
HEAD_BYTES = 1 << 16


async def scan_workspace(session: Session) -> None:
    """Bring ``session.workspace_paths`` up to date."""
    found: set[str] = set()
    for folder in outermost(session.folders.paths):
        if folder in ("/", str(Path.home())):
            continue  # somebody opened a lone file; this is no project
        settings = session.folders.of(f"{folder}/any").settings.diagnostics
        left = settings.max_files - len(found)
        found |= await session.in_files_thread(lambda f=folder, s=settings, n=left: set(_files(f, s, n)))  # type: ignore[misc]
    for path in session.workspace_paths - found:
        if session.documents.get(path) is None:
            session.static.forget(path)
            session.diagnostics.silence(path)
    session.workspace_paths = found


def _files(folder: str, settings: DiagnosticsSettings, limit: int) -> Iterator[str]:
    """Files of our languages, nearest first, at most ``limit``."""
    excluded = Excluded(settings.exclude)
    directories = 0
    level = [folder]
    while level and limit > 0:
        below: list[str] = []
        for directory in level:
            directories += 1
            if directories > MAX_DIRECTORIES:
                return
            try:
                entries = sorted(os.scandir(directory), key=lambda e: e.name)
            except OSError:
                continue
            for entry in entries:
                relative = os.path.relpath(entry.path, folder)
                if entry.is_dir(follow_symlinks=False):
                    if not excluded.directory(relative):
                        below.append(entry.path)
                elif entry.name.endswith(SUFFIXES) and not excluded.file(relative) and _is_ours(entry.path):
                    yield entry.path
                    limit -= 1
                    if limit <= 0:
                        return
        level = below


def _is_ours(path: str) -> bool:
    """Most Python files are not."""
    if not path.endswith(".py"):
        return Path(path).is_file()
    try:
        with Path(path).open("rb") as file:
            head = file.read(HEAD_BYTES).decode("utf-8", "replace")
    except OSError:
        return False
    return domain_of(path, head) is not None
