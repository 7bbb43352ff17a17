"""What svling 0.13 takes without a word and simulates wrongly or not at all: no verdict of it on such code is told.

Found by running each construct on svling and on Verilator with the same checks (``tests/backends/verilog/test_pip_only.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from backends.verilog.source_scan import blank_comments_and_strings

_DOUBTFUL = re.compile(
    r"(?<![\w$.`])(?P<word>interface|modport|clocking|covergroup|constraint|mailbox|semaphore|program|property|sequence|bind)(?![\w$])"
    r"|(?<![\w$])(?P<method>randomize)\s*\(|(?<![\w$])(?P<ref>ref\s+\w)|(?P<pattern>'\{)"
)


def doubtful_construct(texts: Iterable[str]) -> str | None:
    """The first construct whose simulation svling gets wrong, as the user knows it; ``None`` when there is none."""
    for text in texts:
        found = _DOUBTFUL.search(blank_comments_and_strings(text))
        if found is not None:
            return (
                found["word"]
                or found["method"]
                or ("arguments passed by `ref`" if found["ref"] else "assignment patterns `'{`")
            )
    return None
