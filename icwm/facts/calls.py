"""How a call is named."""

from __future__ import annotations

import ast


def called(call: ast.Call) -> str:
    """The last part of the name of what is called; empty for what has none."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
