"""``workspace/didChangeWatchedFiles``: includes, testbenches, file lists and settings that change outside the editor."""

from __future__ import annotations

from lsprotocol import types as lsp

from server.documents import path_of
from server.language_server import HardsightServer
from server.session import Session
from server.settings_files import PROJECT_FILE

PATTERNS = (f"**/{PROJECT_FILE}", "**/*.{v,sv,vh,svh,f,vlib,mem,hex}", "**/*.py")
SUFFIXES = (".v", ".sv", ".vh", ".svh", ".f", ".vlib", ".mem", ".hex", ".py")


def register(server: HardsightServer) -> None:
    server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)(did_change_watched_files)


def watch(session: Session) -> lsp.Registration | None:
    """The registration to send to a client that can watch; else our own watcher is started, where there is one."""
    if session.client.registers_watchers:
        watchers = [lsp.FileSystemWatcher(glob_pattern=pattern) for pattern in PATTERNS]
        return lsp.Registration(
            "watched-files",
            lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES,
            lsp.DidChangeWatchedFilesRegistrationOptions(watchers),
        )
    from server.file_watch import watch_folders

    session.background(watch_folders(session), "watch files")
    return None


def did_change_watched_files(ls: HardsightServer, params: lsp.DidChangeWatchedFilesParams) -> None:
    paths_changed(ls.session, [path_of(change.uri) for change in params.changes])


def paths_changed(session: Session, paths: list[str]) -> None:
    """What the editor holds open is not news: its text wins over the disk."""
    if any(path.endswith(PROJECT_FILE) for path in paths):
        session.settings_changed()
    for path in paths:
        if path.endswith(SUFFIXES) and session.documents.get(path) is None:
            session.file_changed(path)
