"""Random edits as an editor sends them, and the text they lead to by the protocol's own rules, counted without our code."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Any

_SNIPPETS = (
    " ", "x", "(", ")", ";", ":", "\n", "\r\n", "    ", "0", "😀", "ä𝔸", "// é\r\n", "# 𝕏 😀\n", "begin\n", "end\n", "\n\n\n", '"', "'", ",",
    "\t", "if x:\n    pass\n", "wire a;\n", "import os\n", "\u2028", "e\u0301",
)  # fmt: skip
_DEPTH = 10
"""So many edits at most away from the text it began with: code that is mostly right has more to say."""


@dataclass
class EditedText:
    """One document. ``notification`` makes the next changes; ``text`` is what they have led to."""

    text: str
    random: random.Random
    _undo: list[tuple[int, int, str]] = field(default_factory=list)

    def notification(self) -> list[dict[str, Any]]:
        return [self._change() for _ in range(self.random.choice((1, 1, 1, 1, 2, 3)))]

    def _change(self) -> dict[str, Any]:
        chance = self.random.random()
        if self._undo and (chance < 0.4 or len(self._undo) > _DEPTH):
            start, end, back = self._undo.pop()
            return self._replace(start, end, back)
        start = self._place(self.random.randrange(len(self.text) + 1))
        end = start
        if chance > 0.6:
            end = self._place(min(len(self.text), start + self.random.choice((1, 1, 2, 5, 40, 200))))
        inserted = "" if end > start and chance > 0.8 else self._inserted()
        if chance > 0.985:
            whole = f"{self.text[:start]}{inserted}{self.text[end:]}"
            self._undo.append((0, len(whole), self.text))
            self.text = whole
            return {"text": whole}
        self._undo.append((start, start + len(inserted), self.text[start:end]))
        return self._replace(start, end, inserted)

    def _inserted(self) -> str:
        if self.random.random() < 0.25:
            start = self._place(self.random.randrange(len(self.text) + 1))
            end = self._place(min(len(self.text), start + self.random.randrange(120)))
            return self.text[start:end]
        return self.random.choice(_SNIPPETS)

    def _place(self, offset: int) -> int:
        """Not between the two characters of one line break: no editor has a cursor there."""
        return offset + (self.text[max(0, offset - 1) : offset + 1] == "\r\n")

    def _replace(self, start: int, end: int, inserted: str) -> dict[str, Any]:
        span = {"start": self._position(start), "end": self._position(end)}
        self.text = f"{self.text[:start]}{inserted}{self.text[end:]}"
        return {"range": span, "text": inserted}

    def _position(self, offset: int) -> dict[str, int]:
        breaks = [m.end() for m in re.finditer(r"\r\n|\n", self.text[:offset])]
        line = self.text[breaks[-1] if breaks else 0 : offset]
        return {"line": len(breaks), "character": len(line.encode("utf-16-le")) // 2}
