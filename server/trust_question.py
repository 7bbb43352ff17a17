"""Tells that something was not run for want of trust, and asks for it: once a folder, and only when it would matter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from backends.outcome import Diagnostic, Position, Range, Severity
from server.confirmed_tier import Confirmed

if TYPE_CHECKING:
    from server.session import Session


def untrusted_remark(session: Session, result: Confirmed) -> tuple[Diagnostic, ...]:
    """A remark on the first line that names what was not run; none when everything could be."""
    if not result.untrusted:
        return ()
    message = (
        f"not run, because it would execute code of a folder that is not trusted: {', '.join(result.untrusted)}. "
        f"Trust {session.folders.of(result.path).folder} to allow it (command hardsight.trust)."
    )
    span = Range(Position(0, 0), Position(0, 1))
    return (Diagnostic(span, Severity.INFORMATION, "untrusted", message, "hardsight", data={"trust": True}),)


def ask_for_trust(session: Session, result: Confirmed) -> None:
    """Ask, unless the user, the editor or the settings have said already or the question was asked before."""
    place = session.folders.of(result.path)
    if place.trusted is None and session.folders.trust.may_ask(place.folder):
        session.background(_ask(session, place.folder, result.untrusted), "ask for trust")


async def _ask(session: Session, folder: str, tools: Iterable[str]) -> None:
    yes, later, never = (lsp.MessageActionItem(title) for title in ("Trust and run", "Not now", "Never"))
    answer = await session.server.window_show_message_request_async(
        lsp.ShowMessageRequestParams(
            type=lsp.MessageType.Info,
            message=f"Confirming with {', '.join(tools)} executes code in {folder}. Do you trust its authors?",
            actions=[yes, later, never],
        )
    )
    if answer is None or answer.title == later.title:
        return
    if session.folders.trust.of(folder) is None:
        session.trust_answered(folder, answer.title == yes.title, remember=True)
