"""The documents a client has open, as immutable snapshots; an edit makes a new one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from lsprotocol import types as lsp
from pygls.uris import from_fs_path, to_fs_path

from backends.outcome import Position
from backends.text import LineIndex
from server.encoding import UTF16, ClientText, without_surrogates

HISTORY = 256


@dataclass(frozen=True, slots=True)
class Replacement:
    """``[start, end)`` of the earlier text became the text that now ends at ``new_end``."""

    start: Position
    end: Position
    new_end: Position


@dataclass(frozen=True)
class Document:
    """One version of one open file. ``path`` is absolute; for a URI that is not a file it is the URI itself."""

    uri: str
    path: str
    version: int
    text: str
    language_id: str = ""
    encoding: str = UTF16
    serial: int = field(default=0, compare=False)
    """Counts the texts this session has seen, so that two openings of one file never look like the same version."""

    @cached_property
    def index(self) -> LineIndex:
        return LineIndex(self.text)

    @cached_property
    def client(self) -> ClientText:
        return ClientText(self.index, self.encoding)


def path_of(uri: str) -> str:
    """The absolute path a ``file:`` URI names, else the URI."""
    try:
        return to_fs_path(uri) or uri
    except ValueError:
        return uri


def uri_of(path: str) -> str:
    return path if "://" in path or path.startswith("untitled:") else (from_fs_path(path) or path)


class DocumentStore:
    """Open documents by path, and the recent edits of each, so that an older answer can be carried forward."""

    def __init__(self, encoding: str = UTF16) -> None:
        self.encoding = encoding
        self._documents: dict[str, Document] = {}
        self._history: dict[str, deque[tuple[int, Replacement]]] = {}
        self._serial = 0

    def __iter__(self) -> Iterator[Document]:
        return iter(tuple(self._documents.values()))

    def __len__(self) -> int:
        return len(self._documents)

    def get(self, path: str) -> Document | None:
        return self._documents.get(path)

    def by_uri(self, uri: str) -> Document | None:
        return self._documents.get(path_of(uri)) or self._documents.get(path_of(unquote(uri)))

    def overlay(self) -> dict[str, str]:
        """Path to text of everything open; what an editor holds wins over the disk."""
        return {path: document.text for path, document in self._documents.items()}

    def open(self, item: lsp.TextDocumentItem) -> Document:
        path = path_of(item.uri)
        self._serial += 1
        document = Document(
            item.uri, path, item.version, without_surrogates(item.text), item.language_id, self.encoding, self._serial
        )
        self._documents[path] = document
        self._history[path] = deque(maxlen=HISTORY)
        return document

    def close(self, uri: str) -> Document | None:
        document = self.by_uri(uri)
        if document is not None:
            del self._documents[document.path]
            del self._history[document.path]
        return document

    def change(
        self, uri: str, version: int, changes: Iterable[lsp.TextDocumentContentChangeEvent]
    ) -> tuple[Document, tuple[Replacement, ...]] | None:
        """Apply the changes in order; ``None`` when the document is not open. Ranges outside the text are clamped."""
        document = self.by_uri(uri)
        if document is None:
            return None
        index, replacements = document.index, []
        for change in changes:
            inserted = without_surrogates(change.text)
            if isinstance(change, lsp.TextDocumentContentChangePartial):
                client = ClientText(index, self.encoding)
                span = client.range_from_client(change.range)
                start, end = index.offset(span.start), index.offset(span.end)
            else:
                start, end, inserted = _difference(index.text, inserted)
            before = index
            index = LineIndex(f"{before.text[:start]}{inserted}{before.text[end:]}")
            replacements.append(
                Replacement(before.position(start), before.position(end), index.position(start + len(inserted)))
            )
        self._serial += 1
        changed = Document(
            document.uri, document.path, version, index.text, document.language_id, self.encoding, self._serial
        )
        changed.__dict__["index"] = index
        self._documents[document.path] = changed
        self._history[document.path].extend((self._serial, replacement) for replacement in replacements)
        return changed, tuple(replacements)

    def edits_since(self, path: str, serial: int) -> tuple[Replacement, ...] | None:
        """What happened to the text after the snapshot ``serial``; ``None`` when that is no longer known."""
        history = self._history.get(path)
        document = self._documents.get(path)
        if history is None or document is None:
            return None
        if document.serial == serial:
            return ()
        if len(history) == HISTORY and history[0][0] > serial:
            return None
        return tuple(replacement for at, replacement in history if at > serial)


def _difference(old: str, new: str) -> tuple[int, int, str]:
    """The one replacement ``(start, end, text)`` that turns ``old`` into ``new``, with what both share left out."""
    limit = min(len(old), len(new))
    prefix = _shared(limit, lambda n: old.startswith(new[:n]))
    limit -= prefix
    suffix = _shared(limit, lambda n: n == 0 or old.endswith(new[len(new) - n :]))
    return prefix, len(old) - suffix, new[prefix : len(new) - suffix]


def _shared(limit: int, holds: Callable[[int], bool]) -> int:
    """The largest ``n`` up to ``limit`` for which ``holds(n)``, which is monotonic."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
