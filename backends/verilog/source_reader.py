"""Reads source files once: texts are kept until the file on disk changes, and the editor's text always wins."""

from __future__ import annotations

import os
import stat
from collections import OrderedDict
from collections.abc import Mapping

MAX_SOURCE_BYTES = 4 << 20
"""A larger neighbour is not read into the server; the tools that need it will open it themselves."""

_MAX_KEPT_BYTES = 64 << 20


class SourceReader:
    """``read`` gives the text of a regular file, or ``None``, without byte order mark. Bytes that are not UTF-8 become lone surrogates."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[int, int, str]] = OrderedDict()
        self._bytes = 0

    def read(self, path: str, overlay: Mapping[str, str] | None = None, *, keep: bool = True) -> str | None:
        """``keep=False`` leaves the cache as it is, for a scan that passes over thousands of files once."""
        if overlay:
            held = overlay.get(path)
            if held is not None:
                return held
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_SOURCE_BYTES:
            return None
        kept = self._kept.get(path)
        if kept is not None and kept[0] == status.st_mtime_ns and kept[1] == status.st_size:
            return kept[2]
        try:
            with open(path, "rb") as file:
                raw = file.read(MAX_SOURCE_BYTES + 1)
        except OSError:
            return None
        text = raw.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
        if keep:
            self._keep(path, status.st_mtime_ns, status.st_size, text)
        return text

    def _keep(self, path: str, mtime: int, size: int, text: str) -> None:
        old = self._kept.pop(path, None)
        if old is not None:
            self._bytes -= old[1]
        self._kept[path] = (mtime, size, text)
        self._bytes += size
        while self._bytes > _MAX_KEPT_BYTES and len(self._kept) > 1:
            _, (_, dropped, _) = self._kept.popitem(last=False)
            self._bytes -= dropped


READER = SourceReader()
"""Shared by everything in this process; entries are checked against the disk at each use."""
