"""``workspace/didChangeWorkspaceFolders``: several folders, each with its own settings and trust."""

from __future__ import annotations

import os

from lsprotocol import types as lsp

from server.documents import path_of
from server.features.did_change_configuration import ask_client
from server.language_server import HardsightServer


def register(server: HardsightServer) -> None:
    server.feature(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(did_change_workspace_folders)


async def did_change_workspace_folders(ls: HardsightServer, params: lsp.DidChangeWorkspaceFoldersParams) -> None:
    session = ls.session
    removed = {os.path.normpath(path_of(f.uri)) for f in params.event.removed}
    added = [os.path.normpath(path_of(f.uri)) for f in params.event.added]
    kept = [path for path in session.folders.paths if path not in removed]
    session.folders.paths = tuple(dict.fromkeys([*kept, *added]))
    await ask_client(session)
    session.settings_changed()
