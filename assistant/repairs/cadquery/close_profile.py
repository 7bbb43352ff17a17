"""An operation on lines that were never joined: close them before it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.call(diagnostic)
    if call is None or not isinstance(call.func, ast.Attribute):
        return
    name = method_of(call)
    yield Finding(
        (view.before_method(call, ".close()"),), f"Close the profile before {name}",
        "The last line is joined to the first by close, which makes the profile a wire", 0.9,
    )  # fmt: skip


REPAIR = repair("close-profile", find, "open-profile")
