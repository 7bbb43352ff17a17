"""Under which path a document is checked: its own, or one that says what language the editor takes it for.

Tools and front ends go by a file's suffix. A document that was never saved has none, and `.vt` or `.txt` says nothing; there
the language the editor names decides.
"""

from __future__ import annotations

import re
from pathlib import Path

from backends.domains import VERILOG_SUFFIXES

SUFFIXES = VERILOG_SUFFIXES | {".py"}
_SUFFIX_OF_LANGUAGE = {"verilog": ".v", "systemverilog": ".sv", "system-verilog": ".sv", "python": ".py"}
_UNSAVED = ("untitled:", "inmemory:")
_ODD = re.compile(r"[^\w.-]+")


def is_unsaved(path: str) -> bool:
    """Whether a document's path is the URI of one that is in no file."""
    return path.startswith(_UNSAVED)


def checked_path(path: str, language_id: str, root: str) -> str:
    """An absolute path for a file and for a document in no file, which is checked as if it lay in ``root``."""
    unsaved = is_unsaved(path)
    if unsaved:
        path = str(Path(root) / (_ODD.sub("_", path.partition(":")[2].rpartition("/")[2]) or "unsaved"))
    elif not path.startswith("/"):
        return path
    if Path(path).suffix.lower() in SUFFIXES:
        return path
    return path + _SUFFIX_OF_LANGUAGE.get(language_id.lower(), "")
