"""Two arguments or items with nothing between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.python.rule import SYNTAX, Candidate, Rule, Text
from backends.outcome import Diagnostic

_GAP = re.compile(r"(?<=[\w)\]}\"'])\s+(?=[\w(\[{\"'-])")


def find(diagnostic: Diagnostic, text: Text) -> Iterator[Candidate]:
    if "forgot a comma" not in diagnostic.message and diagnostic.message != "invalid syntax":
        return
    start, end = diagnostic.range.start, diagnostic.range.end
    for line in range(max(0, start.line - 1), end.line + 1):
        content = text.line(line)
        for gap in _GAP.finditer(content):
            near = line != start.line or start.column - 30 <= gap.start() <= max(end.column, start.column + 1)
            if near and not content[: gap.start()].rstrip().endswith(
                (" in", " not", " is", " and", " or", "return", "lambda")
            ):
                yield Candidate(
                    (text.insert(line, gap.start(), ","),),
                    "Add the missing comma",
                    "Arguments and items are separated by commas.",
                    0.85,
                )
        stripped = len(content.rstrip())
        if stripped and line < end.line + 1 and content.rstrip()[-1] not in ",([{:\\":
            yield Candidate(
                (text.insert(line, stripped, ","),),
                f"Add a comma at the end of line {line + 1}",
                "Arguments and items are separated by commas.",
                0.7,
            )


RULE = Rule("missing-comma", find, SYNTAX)
