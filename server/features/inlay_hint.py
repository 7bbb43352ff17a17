"""``textDocument/inlayHint``: the main confirmed numbers at the end of the line they belong to."""

from __future__ import annotations

from lsprotocol import types as lsp

from backends.outcome import Position
from server.language_server import HardsightServer
from server.metrics_text import headline, table


def register(server: HardsightServer) -> None:
    server.feature(lsp.TEXT_DOCUMENT_INLAY_HINT, lsp.InlayHintOptions(resolve_provider=False))(inlay_hint)


async def inlay_hint(ls: HardsightServer, params: lsp.InlayHintParams) -> list[lsp.InlayHint] | None:
    session = ls.session
    document = session.documents.by_uri(params.text_document.uri)
    if document is None or not session.folders.of(document.path).settings.display.inlay_hints:
        return None
    done = session.confirmed.result(document.path)
    if done is None or done.serial != document.serial:
        return []  # numbers of an older text would be taken for those of this one
    numbers = headline(done.outcomes, done.environment.domain)
    symbol = await session.headline_symbol(document)
    if not numbers or symbol is None:
        return []
    line = symbol.name_range.start.line
    asked = document.client.range_from_client(params.range)
    if not asked.start.line <= line <= asked.end.line:
        return []
    end = document.client.to_client(Position(line, len(document.index.line_text(line))))
    tooltip = lsp.MarkupContent(lsp.MarkupKind.Markdown, table(done.outcomes))
    return [lsp.InlayHint(position=end, label=numbers, padding_left=True, tooltip=tooltip)]
