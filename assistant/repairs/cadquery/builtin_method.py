"""A misspelt method of a list, text or dictionary: ``points.apend``."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator

from assistant.repair import Edit
from assistant.repairs.cadquery.rule import Finding, View, repair
from backends.outcome import Diagnostic
from backends.python_analysis import nearest_names

_SAID = re.compile(r"'(list|tuple|dict|set|str|int|float|range)' object has no attribute '(\w+)'")


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    said = _SAID.search(diagnostic.message)
    if said is None:
        return
    node = next(
        (n for n in view.attributes(said[2]) if n.lineno - 1 == diagnostic.range.start.line),
        None,
    )
    if node is None:
        return
    methods = [name for name in dir(getattr(builtins, said[1])) if not name.startswith("_")]
    for place, nearest in enumerate(nearest_names(said[2], methods)):
        yield Finding(
            (Edit(view.sites.name_range(node), nearest),),
            f"Change {said[2]} to {nearest}",
            f"{nearest} is the nearest method of a {said[1]}",
            0.9 * 0.5**place,
        )


REPAIR = repair("builtin-method", find, "AttributeError")
