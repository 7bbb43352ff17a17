"""``codeAction/resolve``: the real tools judge the chosen fix; only then are there edits."""

from __future__ import annotations

from lsprotocol import types as lsp

from assistant.repair_result import RepairResult, Status
from icwm.trajectory import Feedback
from server.features.code_action import title_of
from server.language_server import HardsightServer
from server.session import Session
from server.workspace_edits import workspace_edit

REFUSED = "the real tools reject this fix"
CHANGED = "the file has been changed since this was offered"


def register(server: HardsightServer) -> None:
    server.feature(lsp.CODE_ACTION_RESOLVE)(code_action_resolve)


async def code_action_resolve(ls: HardsightServer, action: lsp.CodeAction) -> lsp.CodeAction:
    data = action.data if isinstance(action.data, dict) else {}
    if isinstance(number := data.get("fix"), int):
        return await _resolve_fix(ls.session, action, number)
    if isinstance(uri := data.get("fixAll"), str):
        return await _resolve_fix_all(ls.session, action, uri)
    return action


async def _resolve_fix(session: Session, action: lsp.CodeAction, number: int) -> lsp.CodeAction:
    offered = session.fixes.get(number)
    document = session.documents.get(offered.path) if offered is not None else None
    if offered is None or document is None or document.serial != offered.serial:
        return _disabled(session, action, CHANGED)
    if not offered.judged:
        with session.progress.begin(
            f"Hardsight: verifying “{offered.fix.title}”",
            path=document.path,
            cancel=lambda: session.fixes.edited(document.path),
        ):
            offered = await session.fixes.verify(number)
    newest = session.documents.get(document.path)
    if offered is None or newest is None or newest.serial != offered.serial:
        return _disabled(session, action, CHANGED)
    if offered.refused:
        return _disabled(session, action, REFUSED)
    action.title = title_of(offered)
    action.is_preferred = True if offered.verified and offered.fix.preferred else None
    action.edit = workspace_edit(document, offered.fix.edits, session.client)
    if offered.fix.trajectory_id is not None:
        session.feedback.record(offered.fix.trajectory_id, Feedback.SHOWN)
    return action


async def _resolve_fix_all(session: Session, action: lsp.CodeAction, uri: str) -> lsp.CodeAction:
    document = session.documents.by_uri(uri)
    answer = await session.static.current(document.path) if document is not None else None
    if document is None or answer is None or answer.environment is None or answer.serial != document.serial:
        return _disabled(session, action, CHANGED)
    with session.progress.begin(
        "Hardsight: safe fixes", path=document.path, cancel=lambda: session.fixes.cancel_repair(document.path)
    ) as progress:
        result: RepairResult = await session.fixes.repair_file(
            document, answer.environment, safe_only=True, on_progress=lambda p: progress.report(p.message)
        )
    if result.status is not Status.VERIFIED:
        return _disabled(session, action, why_not(result))
    action.edit = workspace_edit(document, result.edits, session.client)
    return action


def why_not(result: RepairResult) -> str:
    if result.status is Status.CLEAN:
        return "there is nothing to repair"
    if result.status is Status.NONE:
        return "no fix was found" + (f": {'; '.join(result.reasons)}" if result.reasons else "")
    return f"the fix that was found could not be verified: {'; '.join(result.reasons)}"


def _disabled(session: Session, action: lsp.CodeAction, reason: str) -> lsp.CodeAction:
    action.edit = None
    action.is_preferred = None
    if session.client.code_action_disabled:
        action.disabled = lsp.CodeActionDisabled(reason=reason)
    else:
        session.show(f"{action.title}: {reason}", lsp.MessageType.Warning)
    return action
