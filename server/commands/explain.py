"""``hardsight.explain [uri, line]``: what the tools said of a line, or of the whole file, in full."""

from __future__ import annotations

from typing import Any

from server.commands.arguments import Arguments
from server.commands.shown_text import show_text
from server.explanation import explain_diagnostic, explain_verdict
from server.session import Session


async def run(session: Session, arguments: Arguments) -> dict[str, Any]:
    document = arguments.document(session)
    line = arguments.number(1)
    await session.static.current(document.path)
    merged = session.publisher.merged(document.path)
    at_line = [
        m for m in merged if line is not None and m.diagnostic.range.start.line <= line <= m.diagnostic.range.end.line
    ]
    done = session.confirmed.result(document.path)
    parts = [explain_diagnostic(m) for m in at_line or merged]
    if done is not None and done.outcomes:
        parts.append(explain_verdict(done))
    else:
        parts.append("No tool has confirmed this file yet: save it, or run *confirm now*.")
    return await show_text(session, f"{document.path}.explanation", ".md", "\n\n---\n\n".join(parts) + "\n")
