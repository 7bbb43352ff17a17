"""Texts of the modules of a project, read anew only when the file on disk is another one."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from threading import Lock

MAX_CHARACTERS = 16 << 20

_Stamp = tuple[int, int, int, int]
_kept: OrderedDict[Path, tuple[_Stamp, str]] = OrderedDict()
_lock = Lock()
_held = 0


def module_text(path: Path, max_bytes: int) -> str | None:
    """``None`` when it cannot be read as UTF-8 or is larger than ``max_bytes``."""
    global _held
    try:
        status = path.stat()
        if status.st_size > max_bytes:
            return None
        # The change time too: an editor may keep the size and set the modification time back.
        stamp = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        with _lock:
            known = _kept.get(path)
            if known is not None and known[0] == stamp:
                _kept.move_to_end(path)
                return known[1]
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    with _lock:
        before = _kept.pop(path, None)
        _held += len(text) - (len(before[1]) if before else 0)
        _kept[path] = (stamp, text)
        while _held > MAX_CHARACTERS:
            _, (_, dropped) = _kept.popitem(last=False)
            _held -= len(dropped)
    return text
