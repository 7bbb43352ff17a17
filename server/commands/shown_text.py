"""Shows a longer text to the user: in an editor tab where the client can, else as a message."""

from __future__ import annotations

import hashlib

from lsprotocol import types as lsp

from backends.cache import cache_directory
from server.documents import uri_of
from server.session import Session

MESSAGE_LENGTH = 1500


async def show_text(session: Session, name: str, suffix: str, text: str) -> dict[str, str]:
    """Write ``text`` to a file in the cache and open it. Returns the text and where it is."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    stem = "".join(c if c.isalnum() or c in "._-" else "_" for c in name.rsplit("/", 1)[-1])[:60]
    path = cache_directory() / "shown" / f"{stem}.{digest}{suffix}"

    def write() -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", "replace")

    await session.in_files_thread(write)
    uri = uri_of(str(path))
    if session.client.show_document:
        session.background(
            session.server.window_show_document_async(lsp.ShowDocumentParams(uri, take_focus=True)), "show document"
        )
    else:
        shown = text if len(text) <= MESSAGE_LENGTH else f"{text[:MESSAGE_LENGTH]}…\n(all of it: {path})"
        session.show(shown)
    return {"text": text, "uri": uri}
