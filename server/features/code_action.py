"""``textDocument/codeAction``: what would repair the diagnostics here, listed in milliseconds; tools judge it on ``resolve``."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from lsprotocol import types as lsp

from backends.outcome import Diagnostic, Range, Severity
from server.diagnostic_merge import Merged
from server.documents import Document
from server.fixes import OfferedFix
from server.language_server import HardsightServer
from server.session import Session

FIX_ALL = "source.fixAll.hardsight"
WAIT_WHEN_INVOKED = 0.7


def register(server: HardsightServer) -> None:
    server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True),
    )(code_action)


async def code_action(ls: HardsightServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction | lsp.Command] | None:
    session = ls.session
    document = session.documents.by_uri(params.text_document.uri)
    if document is None:
        return None
    answer = await session.static.current(document.path)
    document = session.documents.by_uri(params.text_document.uri)
    if document is None or answer is None or answer.environment is None or answer.serial != document.serial:
        return None
    only = params.context.only
    merged = session.publisher.merged(document.path)
    actions: list[lsp.CodeAction] = []
    if _wanted(lsp.CodeActionKind.QuickFix, only):
        here = _here(merged, document.client.range_from_client(params.range))
        done = session.confirmed.result(document.path)
        outcomes = done.outcomes if done is not None and done.serial == document.serial else ()
        fixes = await session.fixes.propose(document, answer.environment, outcomes, [m.diagnostic for m in here])
        fixes = await _judged(session, fixes, params.context.trigger_kind)
        actions += [_quick_fix(document, offered, params.context.diagnostics) for offered in fixes]
        actions += [_trust(session, document) for m in here if m.diagnostic.data.get("trust")]
        if here and _errors(merged) and _problems(merged) > 1:
            actions.append(_whole_file(document))
    if _wanted(FIX_ALL, only) and _errors(merged):
        actions.append(lsp.CodeAction("Apply all safe fixes of Hardsight", kind=FIX_ALL, data={"fixAll": document.uri}))
    if session.client.code_action_literals:
        return [_for_client(session, action) for action in actions]
    return [c for a in actions if (c := _for_client(session, a).command) is not None]


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    return only is None or any(kind == wanted or kind.startswith(f"{wanted}.") for wanted in map(_value, only))


def _value(kind: str | lsp.CodeActionKind) -> str:
    return kind.value if isinstance(kind, lsp.CodeActionKind) else kind


def _here(merged: Sequence[Merged], span: Range) -> list[Merged]:
    """What is said of these lines about this file's own text, worst first. What an edit has made stale is left out."""
    return [
        m
        for m in merged
        if m.diagnostic.range.start.line <= span.end.line
        and span.start.line <= m.diagnostic.range.end.line
        and m.diagnostic.path in (None, m.finding.origin)
        and not m.finding.stale
    ]


def _errors(merged: Sequence[Merged]) -> int:
    return sum(m.diagnostic.severity is Severity.ERROR for m in merged)


def _problems(merged: Sequence[Merged]) -> int:
    return sum(m.diagnostic.severity in (Severity.ERROR, Severity.WARNING) for m in merged)


async def _judged(
    session: Session, fixes: Sequence[OfferedFix], trigger: lsp.CodeActionTriggerKind | None
) -> list[OfferedFix]:
    """With the first one verified ahead: waited for a moment when the user has opened the menu."""
    if not fixes:
        return []
    first = next((f for f in fixes if f.fix.preferred), fixes[0])
    if session.folders.of(first.path).settings.fix.verify_ahead:
        session.fixes.verify_ahead(first.number)
        if trigger == lsp.CodeActionTriggerKind.Invoked:
            waiting = asyncio.ensure_future(session.fixes.verify(first.number))
            await asyncio.wait((waiting,), timeout=WAIT_WHEN_INVOKED)
    newest = [session.fixes.get(f.number) or f for f in fixes]
    return [f for f in newest if not f.refused]


def _quick_fix(document: Document, offered: OfferedFix, shown: Sequence[lsp.Diagnostic]) -> lsp.CodeAction:
    diagnostic = offered.fix.diagnostic
    return lsp.CodeAction(
        title=title_of(offered),
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=_answered(document, diagnostic, shown) or None,
        is_preferred=True if offered.verified and offered.fix.preferred else None,
        command=lsp.Command("Keep that the fix was accepted", "hardsight.acceptFix", arguments=[offered.number]),
        data={"fix": offered.number},
    )


def title_of(offered: OfferedFix) -> str:
    """The repair, and what has been shown of it so far."""
    verification = offered.fix.verification
    if verification is None:
        return offered.fix.title
    if offered.verified:
        return f"{offered.fix.title} (verified: {', '.join(verification.checked)})"
    return f"{offered.fix.title} (not verified: {'; '.join(verification.reasons) or 'nothing could be checked'})"


def _answered(document: Document, diagnostic: Diagnostic, shown: Sequence[lsp.Diagnostic]) -> list[lsp.Diagnostic]:
    """The client's own diagnostics that the fix answers."""
    at = document.client.range_to_client(diagnostic.range)
    return [s for s in shown if s.range == at and s.code == diagnostic.code]


def _whole_file(document: Document) -> lsp.CodeAction:
    return lsp.CodeAction(
        title="Repair the whole file, verified by the real tools",
        kind=lsp.CodeActionKind.QuickFix,
        command=lsp.Command("Repair the whole file", "hardsight.fixFile", arguments=[document.uri]),
    )


def _trust(session: Session, document: Document) -> lsp.CodeAction:
    folder = session.folders.of(document.path).folder
    return lsp.CodeAction(
        title=f"Trust {folder}: its code may be run to confirm it",
        kind=lsp.CodeActionKind.QuickFix,
        command=lsp.Command("Trust", "hardsight.trust", arguments=[folder, True]),
    )


def _for_client(session: Session, action: lsp.CodeAction) -> lsp.CodeAction:
    """A client that cannot resolve an action gets a command that verifies and then applies it."""
    if not isinstance(action.data, dict) or (
        session.client.code_action_resolve and session.client.code_action_literals
    ):
        return action
    if "fixAll" in action.data:
        action.command = lsp.Command(
            action.title, "hardsight.fixFile", arguments=[action.data["fixAll"], {"safeOnly": True}]
        )
    else:
        action.command = lsp.Command(action.title, "hardsight.applyFix", arguments=[action.data["fix"]])
    action.data = None
    return action
