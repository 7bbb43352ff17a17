"""The arguments of a command as the client sent them: a list of anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.documents import Document, path_of
from server.session import Session


class BadArguments(ValueError):
    """The text says which argument a command expects."""


@dataclass(frozen=True, slots=True)
class Arguments:
    values: Sequence[Any]
    token: str | int | None = None
    """The client's progress token."""

    def text(self, at: int) -> str | None:
        value = self.values[at] if at < len(self.values) else None
        return value if isinstance(value, str) else None

    def number(self, at: int) -> int | None:
        value = self.values[at] if at < len(self.values) else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, at: int, default: bool) -> bool:
        value = self.values[at] if at < len(self.values) else None
        return value if isinstance(value, bool) else default

    def table(self, at: int) -> Mapping[str, Any]:
        value = self.values[at] if at < len(self.values) else None
        return value if isinstance(value, Mapping) else {}

    def document(self, session: Session, at: int = 0) -> Document:
        """The open document an argument names. Raises ``BadArguments``."""
        uri = self.text(at)
        if uri is None:
            raise BadArguments(f"argument {at + 1} must be the URI of an open document")
        document = session.documents.by_uri(uri)
        if document is None:
            raise BadArguments(f"{path_of(uri)} is not open")
        return document
