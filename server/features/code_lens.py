"""``textDocument/codeLens``: the tools' verdict and numbers above a module, kernel or result, and "confirm now"."""

from __future__ import annotations

from lsprotocol import types as lsp

from server.confirmed_tier import Confirmed, verdict
from server.documents import Document
from server.language_server import HardsightServer
from server.metrics_text import headline
from server.session import Session
from server.symbols import Symbol


def register(server: HardsightServer) -> None:
    server.feature(lsp.TEXT_DOCUMENT_CODE_LENS, lsp.CodeLensOptions(resolve_provider=False))(code_lens)


async def code_lens(ls: HardsightServer, params: lsp.CodeLensParams) -> list[lsp.CodeLens] | None:
    session = ls.session
    document = session.documents.by_uri(params.text_document.uri)
    if document is None or not session.folders.of(document.path).settings.display.code_lens:
        return None
    symbol = await session.headline_symbol(document)
    if symbol is None:
        return []
    at = document.client.range_to_client(symbol.name_range)
    lenses = []
    done = session.confirmed.result(document.path)
    if done is not None and done.outcomes:
        lenses.append(lsp.CodeLens(at, _command(_said(done, document), "hardsight.explain", document, symbol)))
    if session.confirmed.running(document.path):
        lenses.append(lsp.CodeLens(at, lsp.Command("confirming…", "hardsight.status", arguments=[document.uri])))
    elif done is None or done.serial != document.serial:
        lenses.append(lsp.CodeLens(at, lsp.Command("confirm now", "hardsight.confirm", arguments=[document.uri])))
    if done is not None and done.untrusted and _may_trust(session, document):
        folder = session.folders.of(document.path).folder
        lenses.append(lsp.CodeLens(at, lsp.Command("trust this folder", "hardsight.trust", arguments=[folder])))
    return lenses


def _said(done: Confirmed, document: Document) -> str:
    numbers = headline(done.outcomes, done.environment.domain)
    words = " · ".join(filter(None, (verdict(done.outcomes), numbers)))
    return words if done.serial == document.serial else f"before the edit: {words}"


def _may_trust(session: Session, document: Document) -> bool:
    return session.folders.of(document.path).trusted is not True


def _command(title: str, name: str, document: Document, symbol: Symbol) -> lsp.Command:
    return lsp.Command(title, name, arguments=[document.uri, symbol.name_range.start.line])
