"""Characters that typesetting put for those of the code: ``’`` for ``'``, ``≤`` for ``<=``, ``–`` for ``-``, ``&lt;`` for ``<``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.rule import Change, Finding, View, scanning

_MEANT = {
    "\u2018": "'", "\u2019": "'", "\u2032": "'", "\u00b4": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u2033": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "\u2264": "<=", "\u21d0": "<=", "\u2265": ">=", "\u2260": "!=", "\u00d7": "*", "\u00f7": "/", "\u2227": "&&", "\u2228": "||", "\u00ac": "!",
    "\u2026": "...", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ",
    "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "",
    "\uff08": "(", "\uff09": ")", "\uff0c": ",", "\uff1a": ":", "\uff1b": ";", "\uff1d": "=", "\uff3b": "[", "\uff3d": "]", "\uff5b": "{", "\uff5d": "}",
    "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#39;": "'", "&apos;": "'", "&nbsp;": " ",
}  # fmt: skip
_FOREIGN = re.compile(
    r"(?P<skip>//[^\n]*|/\*.*?(?:\*/|\Z)|\"(?:\\.|[^\"\\\n])*\")|" + "|".join(re.escape(c) for c in _MEANT), re.DOTALL
)


def find(view: View) -> Iterator[Finding]:
    changes: list[Change] = [
        (m.start(), m.end(), _MEANT[m.group()]) for m in _FOREIGN.finditer(view.code) if m.lastgroup != "skip"
    ]
    if not changes:
        return
    start, end, text = changes[0]
    line = view.context.lines.position(start).line + 1
    yield Finding(
        tuple(changes),
        "Write the characters that code is made of",
        f"`{view.code[start:end]}` on line {line} is not of Verilog; it was typeset, and `{text}` is meant",
        0.96,
    )


REPAIR = scanning("foreign_character", find, safe=True)
