"""``hardsight.status [uri]``: what the server is doing, for clients that show no progress and for bug reports."""

from __future__ import annotations

from typing import Any

from server.commands.arguments import Arguments
from server.confirmed_tier import verdict
from server.documents import path_of
from server.host import hardsight_version
from server.session import Session


async def run(session: Session, arguments: Arguments) -> dict[str, Any]:
    uri = arguments.text(0)
    only = path_of(uri) if uri is not None else None
    files = []
    for document in session.documents:
        if only is not None and document.path != only:
            continue
        done = session.confirmed.result(document.path)
        place = session.folders.of(document.path)
        files.append(
            {
                "uri": document.uri,
                "version": document.version,
                "root": place.root,
                "folder": place.folder,
                "trusted": place.trusted,
                "state": "busy" if session.confirmed.running(document.path) else "idle",
                "verdict": verdict(done.outcomes) if done else None,
                "confirmedVersion": done.version if done else None,
                "diagnostics": len(session.publisher.merged(document.path)),
            }
        )
    return {
        "version": hardsight_version(),
        "diagnostics": str(session.client.diagnostics),
        "folders": list(session.folders.paths),
        "files": files,
    }
