"""``workspace/didChangeConfiguration``: the editor's settings, asked for folder by folder where the client can answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.uris import from_fs_path

from server.language_server import HardsightServer
from server.session import Session

logger = logging.getLogger(__name__)

SECTION = "hardsight"


def register(server: HardsightServer) -> None:
    server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)(did_change_configuration)


async def did_change_configuration(ls: HardsightServer, params: lsp.DidChangeConfigurationParams) -> None:
    session = ls.session
    if session.client.configuration:
        await ask_client(session)
        return
    values = as_mapping(params.settings)
    session.client_settings({"": as_mapping(values.get(SECTION, values))})


async def ask_client(session: Session) -> None:
    """Fetch the ``hardsight`` section, for each folder and for what lies in none."""
    if not session.client.configuration:
        return
    folders = [*session.folders.paths]
    items = [lsp.ConfigurationItem(scope_uri=from_fs_path(f), section=SECTION) for f in folders]
    items.append(lsp.ConfigurationItem(section=SECTION))
    try:
        answers = await session.server.workspace_configuration_async(lsp.ConfigurationParams(items))
    except JsonRpcException as error:
        logger.warning("The client did not tell its settings: %s", error)
        return
    values = {folder: as_mapping(answer) for folder, answer in zip([*folders, ""], answers or (), strict=False)}
    session.client_settings(values)


def as_mapping(value: Any) -> Mapping[str, Any]:
    """JSON of an unknown shape as a table; anything else as an empty one. (pygls makes tuples of untyped tables.)"""
    if isinstance(value, Mapping):
        return value
    if hasattr(value, "_asdict"):
        return {name: as_mapping(v) if hasattr(v, "_asdict") else v for name, v in value._asdict().items()}
    return {}
