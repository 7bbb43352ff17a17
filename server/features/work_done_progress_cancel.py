"""``window/workDoneProgress/cancel``: the user pressed cancel; what runs is killed."""

from __future__ import annotations

from lsprotocol import types as lsp

from server.language_server import HardsightServer


def register(server: HardsightServer) -> None:
    server.feature(lsp.WINDOW_WORK_DONE_PROGRESS_CANCEL)(cancel)


def cancel(ls: HardsightServer, params: lsp.WorkDoneProgressCancelParams) -> None:
    ls.session.progress.cancel(params.token)
