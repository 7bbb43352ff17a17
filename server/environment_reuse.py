"""Whether an edit can have changed what a file depends on.

Gathering an environment reads the whole text and asks the disk. Nearly no keystroke changes what is included, imported or
instantiated, so the environment of the text before is used again unless the edited lines look as if they did; when the
keys rest it is gathered again in any case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backends.environment import Environment
from backends.text import LineIndex
from server.documents import Replacement
from server.folders import Place

MAX_LINES = 50
_STRUCTURAL = re.compile(
    r"`|::|\"\"\"|'''|/\*|\*/|\b(module|endmodule|interface|package|program|primitive|include|import|from|bind|config)\b"
    r"|^\s*\w+\s*(#\s*[(\d]|\s\s*\w+\s*[\[(])",
    re.MULTILINE,
)


def looks_structural(before: LineIndex, after: LineIndex, replacements: Sequence[Replacement]) -> bool:
    """True when includes, imports, instances or comments may have come or gone."""
    if len(replacements) != 1:
        return bool(replacements)
    (replacement,) = replacements
    first, last, new_last = replacement.start.line, replacement.end.line, replacement.new_end.line
    if last - first > MAX_LINES or new_last - first > MAX_LINES:
        return True
    old = [before.line_text(line) for line in range(first, last + 1)]
    new = [after.line_text(line) for line in range(first, new_last + 1)]
    return bool(_STRUCTURAL.search("\n".join(old)) or _STRUCTURAL.search("\n".join(new)))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an environment is gathered from besides the file's own text. ``disk`` counts the changes on disk we know of."""

    place: Place
    disk: int
    opened: Mapping[str, int]
    """The serial number of each open document."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """An environment with what it was gathered from."""

    environment: Environment
    surroundings: Surroundings

    def holds_in(self, now: Surroundings) -> bool:
        """Whether it would be the same if it were gathered now, for a text that depends on the same."""
        then = self.surroundings
        if then.place is not now.place or then.disk != now.disk or then.opened.keys() != now.opened.keys():
            return False
        return all(then.opened.get(f.path) == now.opened.get(f.path) for f in self.environment.files)
