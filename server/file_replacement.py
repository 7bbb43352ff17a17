"""Writes a repaired text back into its file: as it was encoded, all or nothing, and never over somebody else's edit."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

_BOM = b"\xef\xbb\xbf"


class FileChanged(RuntimeError):
    """The file on disk is no longer the one that was repaired."""


@dataclass(frozen=True, slots=True)
class FileImage:
    """A file as it was read: its bytes, and how they become text."""

    path: Path
    raw: bytes
    encoding: str

    @property
    def text(self) -> str:
        return self.raw.removeprefix(_BOM if self.encoding == "utf-8" else b"").decode(self.encoding)

    @classmethod
    def read(cls, path: Path) -> FileImage:
        """Raises ``OSError``. What is not UTF-8 is read as Latin-1, as the check does, and written back the same way."""
        raw = path.read_bytes()
        try:
            raw.decode("utf-8")
            return cls(path, raw, "utf-8")
        except UnicodeDecodeError:
            return cls(path, raw, "latin-1")

    def replace(self, text: str) -> None:
        """Put ``text`` in its place in one step, with the encoding, byte order mark and mode the file had.

        A symbolic link stays one: the file it points to is replaced. Raises ``FileChanged`` when the file was changed
        since it was read, ``UnicodeEncodeError`` when its encoding cannot hold the text, and ``OSError``.
        """
        mark = _BOM if self.encoding == "utf-8" and self.raw.startswith(_BOM) else b""
        content = mark + text.encode(self.encoding)
        target = self.path.resolve()
        mode = target.stat()
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            Path(name).chmod(mode.st_mode & 0o7777)
            if os.geteuid() == 0:
                os.chown(name, mode.st_uid, mode.st_gid)
            if target.read_bytes() != self.raw:
                raise FileChanged(f"{self.path} was changed while it was being repaired; nothing was written")
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink()
            raise
