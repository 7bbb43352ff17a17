"""``textDocument/hover``: a diagnostic explained, and over a module, kernel or result its numbers and its picture."""

from __future__ import annotations

import base64
from pathlib import Path

from lsprotocol import types as lsp

from backends.outcome import Position
from server.confirmed_tier import Confirmed
from server.documents import Document, uri_of
from server.explanation import explain_diagnostic
from server.language_server import HardsightServer
from server.metrics_text import configuration_table, headline, table
from server.session import Session

PICTURES = ("picture.svg", "picture.png")
MAX_INLINE_PICTURE = 60_000
"""VS Code cuts a hover's text at 100,000 characters; four of these hold three bytes, and there are words besides."""


def register(server: HardsightServer) -> None:
    server.feature(lsp.TEXT_DOCUMENT_HOVER)(hover)


async def hover(ls: HardsightServer, params: lsp.HoverParams) -> lsp.Hover | None:
    session = ls.session
    document = session.documents.by_uri(params.text_document.uri)
    if document is None:
        return None
    position = document.client.from_client(params.position)
    parts = [
        explain_diagnostic(merged)
        for merged in session.publisher.merged(document.path)
        if merged.diagnostic.range.contains(position)
    ][:5]
    span = None
    if (numbers := await _numbers(session, document, position)) is not None:
        parts.append(numbers[0])
        span = numbers[1]
    if not parts:
        return None
    text = "\n\n---\n\n".join(parts)
    if not session.client.markdown:
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.PlainText, _plain(text)), span)
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text), span)


async def _numbers(session: Session, document: Document, position: Position) -> tuple[str, lsp.Range] | None:
    done = session.confirmed.result(document.path)
    if done is None or not done.outcomes:
        return None
    symbol = await session.headline_symbol(document)
    if symbol is None or symbol.name_range.start.line != position.line:
        return None
    lines = [f"**{symbol.name}** " + headline(done.outcomes, done.environment.domain)]
    if done.serial != document.serial:
        lines.append("*of the text before the last edit*")
    lines.append(table(done.outcomes))
    lines += filter(None, (configuration_table(outcome) for outcome in done.outcomes))
    lines += [f"{o.tool}: {o.log}" for o in done.missing]
    if session.client.markdown and session.folders.of(document.path).settings.display.picture:
        picture = await session.in_files_thread(lambda: _picture(done, symbol.name, session.client.pictures))
        if picture:
            lines.append(picture)
    return "\n\n".join(lines), document.client.range_to_client(symbol.name_range)


def _picture(done: Confirmed, name: str, inline: bool) -> str | None:
    """An image by ``data:`` URI where the client draws these, else by file."""
    for outcome in done.outcomes:
        for artifact in PICTURES:
            path = outcome.artifacts.get(artifact)
            if path is None:
                continue
            if inline and (data := _data_uri(Path(path))):
                return f"![{name}]({data})"
            return f"![{name}]({uri_of(path)})"
    return None


def _data_uri(path: Path) -> str | None:
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    if len(raw) > MAX_INLINE_PICTURE:
        return None
    kind = "svg+xml" if path.suffix == ".svg" else "png"
    return f"data:image/{kind};base64,{base64.b64encode(raw).decode('ascii')}"


def _plain(markdown: str) -> str:
    return markdown.replace("**", "").replace("`", "").replace("\n\n---\n\n", "\n\n")
