"""``hardsight.confirm [uri, {"tools": [...], "cache": bool}]``: run the real tools now; answers with what they said."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from server.commands.arguments import Arguments, BadArguments
from server.confirmed_tier import Request, verdict
from server.session import Session


async def run(session: Session, arguments: Arguments) -> dict[str, Any]:
    document = arguments.document(session)
    options = arguments.table(1)
    tools = options.get("tools")
    if tools is not None and not (isinstance(tools, list) and all(isinstance(t, str) for t in tools)):
        raise BadArguments("tools must be a list of tool names")
    request = Request(frozenset(tools) if tools else None, options.get("cache") is not False, arguments.token)
    task = session.confirmed.start(document.path, request)
    done = await task if task is not None else None
    if done is None:
        session.show(f"{document.path}: none of the tools knows this kind of file")
        return {"verdict": "nothing to confirm", "outcomes": []}
    for outcome in done.missing:
        session.show(f"{outcome.tool} was not run: {outcome.log.splitlines()[0]}", lsp.MessageType.Warning)
    answers = [o for o in done.outcomes if request.tools is None or o.tool in request.tools]
    return {"verdict": verdict(answers), "outcomes": [o.to_json() for o in answers]}
