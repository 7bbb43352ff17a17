"""Puts a pygls server together: our protocol, one session, one file for each feature."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams, JsonRpcMethodNotFound
from pygls.lsp.server import LanguageServer

from server.host import Host, hardsight_version
from server.protocol import HardsightProtocol
from server.session import Session

if TYPE_CHECKING:
    from pygls.server import ServerErrors

logger = logging.getLogger(__name__)

FEATURES = (
    "initialize",
    "text_synchronization",
    "document_diagnostic",
    "workspace_diagnostic",
    "code_action",
    "code_action_resolve",
    "hover",
    "code_lens",
    "inlay_hint",
    "document_symbol",
    "execute_command",
    "work_done_progress_cancel",
    "did_change_configuration",
    "did_change_watched_files",
    "did_change_workspace_folders",
)


class HardsightServer(LanguageServer):
    """One client's server. ``on_parent_death`` is called when the process that started us is gone."""

    def __init__(self, host: Host) -> None:
        super().__init__(
            "hardsight",
            hardsight_version(),
            text_document_sync_kind=lsp.TextDocumentSyncKind.Incremental,
            protocol_cls=HardsightProtocol,
        )
        self.on_parent_death: Callable[[], None] | None = None
        self.session = Session(self, host)
        for name in FEATURES:
            importlib.import_module(f"server.features.{name}").register(self)

    @property
    def rpc(self) -> HardsightProtocol:
        return cast(HardsightProtocol, self.protocol)

    async def close(self) -> None:
        """The conversation is over: everything it started is cancelled."""
        self.rpc.cancel_everything()
        await self.session.close()

    def report_server_error(self, error: Exception, source: ServerErrors) -> None:
        """A bug of ours goes to the log, where it helps; a message box would not."""
        if isinstance(error, JsonRpcInvalidParams | JsonRpcMethodNotFound):
            logger.info("%s", error)
            return
        logger.error("%s: %s", getattr(source, "__name__", source), error, exc_info=error)
