"""``hardsight.applyFix [number]``: verify a proposed fix and apply it, for clients that cannot resolve a code action."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from server.commands.accept_fix import accept
from server.commands.arguments import Arguments, BadArguments
from server.features.code_action import title_of
from server.features.code_action_resolve import CHANGED, REFUSED
from server.session import Session
from server.workspace_edits import workspace_edit


async def run(session: Session, arguments: Arguments) -> dict[str, Any]:
    number = arguments.number(0)
    if number is None:
        raise BadArguments("argument 1 must be the number of an offered fix")
    offered = session.fixes.get(number)
    if offered is None:
        return _refusal(session, CHANGED)
    with session.progress.begin(
        f"Hardsight: verifying “{offered.fix.title}”",
        path=offered.path,
        cancel=lambda: session.fixes.edited(offered.path),
        token=arguments.token,
    ):
        judged = await session.fixes.verify(number)
    document = session.documents.get(offered.path)
    if judged is None or document is None or document.serial != judged.serial:
        return _refusal(session, CHANGED)
    if judged.refused:
        return _refusal(session, REFUSED)
    answer = await session.server.workspace_apply_edit_async(
        lsp.ApplyWorkspaceEditParams(workspace_edit(document, judged.fix.edits, session.client), label=title_of(judged))
    )
    if not answer.applied:
        return _refusal(session, answer.failure_reason or "the editor did not apply it")
    await accept(session, judged)
    return {"applied": True, "status": str(judged.fix.status), "trajectory_id": judged.fix.trajectory_id}


def _refusal(session: Session, reason: str) -> dict[str, Any]:
    session.show(f"The fix was not applied: {reason}", lsp.MessageType.Warning)
    return {"applied": False, "reason": reason}
