"""``hardsight.fixFile [uri, {"safeOnly": bool, "apply": bool}]``: the repair loop for a whole file, applied when verified."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from assistant.repair_result import Progress, RepairResult, Status
from icwm.trajectory import Feedback
from server.commands.arguments import Arguments
from server.documents import Document
from server.features.code_action_resolve import CHANGED, why_not
from server.feedback import places_of
from server.session import Session
from server.workspace_edits import workspace_edit


async def run(session: Session, arguments: Arguments) -> dict[str, Any]:
    document = arguments.document(session)
    options = arguments.table(1)
    answer = await session.static.current(document.path)
    document = arguments.document(session)
    if answer is None or answer.environment is None:
        session.show(f"{document.path} cannot be repaired: it is none of the languages, or too large")
        return {"status": "none", "applied": False}
    with session.progress.begin(
        f"Hardsight: repairing {answer.environment.name}",
        path=document.path,
        cancel=lambda: session.fixes.cancel_repair(document.path),
        token=arguments.token,
    ) as progress:

        def told(step: Progress) -> None:
            progress.report(step.message)

        result = await session.fixes.repair_file(
            document, answer.environment, safe_only=options.get("safeOnly") is True, on_progress=told
        )
        progress.report(_summary(result))
    applied = options.get("apply") is not False and await _apply(session, document, result)
    return {**result.to_json(), "applied": applied}


async def _apply(session: Session, document: Document, result: RepairResult) -> bool:
    if result.status in (Status.CLEAN, Status.NONE):
        session.show(f"{document.path}: {why_not(result)}")
        return False
    newest = session.documents.get(document.path)
    if newest is None or newest.serial != document.serial:
        session.show(f"The fix was not applied: {CHANGED}", lsp.MessageType.Warning)
        return False
    if result.status is Status.UNVERIFIED and not await _confirmed_by_user(session, result):
        if result.trajectory_id is not None:
            await session.feedback.record(result.trajectory_id, Feedback.REJECTED)
        return False
    answer = await session.server.workspace_apply_edit_async(
        lsp.ApplyWorkspaceEditParams(
            workspace_edit(newest, result.edits, session.client, result.other_files), label=_summary(result)
        )
    )
    if not answer.applied:
        session.show(f"The fix was not applied: {answer.failure_reason or 'the editor did not apply it'}")
        return False
    if result.trajectory_id is not None:
        places = places_of((e.range, e.text) for e in result.edits)
        await session.feedback.accepted(result.trajectory_id, document.path, places)
    return True


async def _confirmed_by_user(session: Session, result: RepairResult) -> bool:
    apply, leave = lsp.MessageActionItem("Apply anyway"), lsp.MessageActionItem("Leave it")
    answer = await session.server.window_show_message_request_async(
        lsp.ShowMessageRequestParams(
            type=lsp.MessageType.Warning,
            message=f"A fix was found, but it is not verified: {'; '.join(result.reasons)}",
            actions=[apply, leave],
        )
    )
    return answer is not None and answer.title == apply.title


def _summary(result: RepairResult) -> str:
    if result.status is Status.VERIFIED:
        return f"repaired; verified: {', '.join(result.checked)}"
    return why_not(result)
