"""``hardsight.showLog [uri, tool]``: the tools' own words about the last confirmed text."""

from __future__ import annotations

from typing import Any

from server.commands.arguments import Arguments
from server.commands.shown_text import show_text
from server.explanation import log_of
from server.session import Session


async def run(session: Session, arguments: Arguments) -> dict[str, Any]:
    document = arguments.document(session)
    done = session.confirmed.result(document.path)
    if done is None or not done.outcomes:
        text = "No tool has confirmed this file yet: save it, or run hardsight.confirm.\n"
    else:
        text = log_of(done, arguments.text(1)) or f"{arguments.text(1)} has not been run on this file.\n"
    return await show_text(session, f"{document.path}.tools", ".log", text)
