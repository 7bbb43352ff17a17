"""Executes a CadQuery script and nothing else: what the tool itself costs, to compare ``kernel_job`` with. Standalone."""

from __future__ import annotations

import time
from typing import Any

PRELOAD = ["cadquery"]


def main(payload: dict[str, Any]) -> dict[str, Any]:
    """``code`` and ``path`` in, the seconds of its execution out."""
    namespace = {"__name__": "__main__", "__file__": payload["path"], "show_object": lambda *args, **kwargs: None}
    compiled = compile(payload["code"], payload["path"], "exec", dont_inherit=True)
    started = time.perf_counter()
    exec(compiled, namespace)
    return {"seconds": time.perf_counter() - started}
