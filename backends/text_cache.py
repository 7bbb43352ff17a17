"""Remembers what a function computed for a text, bounded by how much memory the texts take (one emoji makes a text four times as large)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from sys import getsizeof
from threading import Lock
from typing import TypeVar

Result = TypeVar("Result")


def cached_by_text(function: Callable[[str], Result], max_bytes: int = 8 << 20) -> Callable[[str], Result]:
    """The function with the results for recently seen texts kept, least recently used dropped first. Thread-safe."""
    kept: OrderedDict[str, Result] = OrderedDict()
    lock = Lock()
    held = 0

    @wraps(function)
    def cached(text: str) -> Result:
        nonlocal held
        with lock:
            if text in kept:
                kept.move_to_end(text)
                return kept[text]
        result = function(text)
        with lock:
            if text not in kept:
                held += getsizeof(text)
                kept[text] = result
            # The last one stays, however long: a text of ten megabytes is asked about many times in a row.
            while held > max_bytes and len(kept) > 1:
                dropped, _ = kept.popitem(last=False)
                held -= getsizeof(dropped)
        return result

    return cached
