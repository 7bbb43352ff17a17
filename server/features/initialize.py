"""``initialize`` and ``initialized``: who the client is, where it works, what it wants to be asked."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from lsprotocol import types as lsp

from server.client import Client, DiagnosticChannel
from server.documents import path_of
from server.features.did_change_configuration import ask_client
from server.features.did_change_watched_files import watch
from server.language_server import HardsightServer
from server.parent_watch import watch_parent
from server.settings_report import report_settings


def register(server: HardsightServer) -> None:
    server.feature(lsp.INITIALIZE)(initialize)
    server.feature(lsp.INITIALIZED)(initialized)
    server.feature(lsp.SHUTDOWN)(shutdown)


def initialize(ls: HardsightServer, params: lsp.InitializeParams) -> None:
    session = ls.session
    session.client = client = Client.of(params)
    session.progress.enabled = client.work_done_progress
    session.documents.encoding = str(ls.workspace.position_encoding or session.documents.encoding)
    folders = [path_of(f.uri) for f in params.workspace_folders or ()]
    if not folders and (root := params.root_uri or params.root_path):
        folders = [path_of(root)]
    session.folders.paths = tuple(os.path.normpath(f) for f in folders if f.startswith("/"))
    options: Any = params.initialization_options
    trusted = _option(options, "trusted")
    session.folders.trust.word = trusted if isinstance(trusted, bool) else None
    if isinstance(settings := _option(options, "settings"), dict):
        session.folders.client_values = {"": settings}
    session.publisher.connect(
        ls.text_document_publish_diagnostics,
        lambda: asyncio.ensure_future(ls.workspace_diagnostic_refresh_async(None)),
    )
    if client.diagnostics is DiagnosticChannel.PUSH:
        # Still answered when asked, but nobody should ask for what is pushed anyway.
        ls.rpc.unadvertised.add("diagnostic_provider")
    if params.process_id is not None and ls.on_parent_death is not None:
        watch_parent(params.process_id, ls.on_parent_death)


async def initialized(ls: HardsightServer, _: lsp.InitializedParams) -> None:
    session = ls.session
    registrations = []
    if session.client.registers_configuration:
        registrations.append(
            lsp.Registration(
                "configuration",
                lsp.WORKSPACE_DID_CHANGE_CONFIGURATION,
                lsp.DidChangeConfigurationRegistrationOptions(section="hardsight"),
            )
        )
    watcher = watch(session)
    if watcher is not None:
        registrations.append(watcher)
    if registrations:
        session.background(
            ls.client_register_capability_async(lsp.RegistrationParams(registrations)), "register capabilities"
        )
    await ask_client(session)
    for folder in session.folders.paths:
        session.folders.of(f"{folder}/any")
    report_settings(session)


def shutdown(ls: HardsightServer, _: None) -> None:
    for document in ls.session.documents:
        ls.session.confirmed.cancel(document.path)


def _option(options: Any, name: str) -> Any:
    """Initialization options are whatever the client sends: a table, or nothing useful."""
    return options.get(name) if isinstance(options, dict) else getattr(options, name, None)
