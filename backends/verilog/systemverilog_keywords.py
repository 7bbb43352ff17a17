"""SystemVerilog in a file that its name says is Verilog-2005: found by the words that only the newer language reserves."""

from __future__ import annotations

import re

from backends.outcome import Diagnostic, Severity, Stage
from backends.text import LineIndex
from backends.verilog.source_scan import blank_comments_and_strings

SYSTEMVERILOG_ONLY = frozenset(
    """accept_on alias always_comb always_ff always_latch assert assume before bind bins binsof bit break byte chandle
    checker class clocking const constraint context continue cover covergroup coverpoint cross dist do endchecker
    endclass endclocking endgroup endinterface endpackage endprogram endproperty endsequence enum eventually expect
    export extends extern final first_match foreach forkjoin global iff ignore_bins illegal_bins implements implies
    import inside int interconnect interface intersect join_any join_none let local logic longint matches modport
    nettype new nexttime null package packed priority program property protected pure rand randc randcase
    randsequence ref reject_on restrict return s_always s_eventually s_nexttime s_until s_until_with sequence shortint
    shortreal soft solve static string strong struct super sync_accept_on sync_reject_on tagged this throughout
    timeprecision timeunit type typedef union unique unique0 until until_with untyped uwire var virtual void
    wait_order weak wildcard with within""".split()
) - frozenset({"uwire"})
"""Reserved by IEEE 1800-2017, free names in IEEE 1364-2005."""

MAX_REPORTED = 8
_WORD = re.compile(r"(?<![\w$`.])[a-z_][a-z0-9_]*(?![\w$])")


def systemverilog_words(code: str) -> tuple[tuple[str, int], ...]:
    """The first use of each such word outside comments and strings, with its offset."""
    if not SYSTEMVERILOG_ONLY.intersection(re.findall(r"[a-z_]\w+", code)):
        return ()
    found: dict[str, int] = {}
    for match in _WORD.finditer(blank_comments_and_strings(code)):
        if match.group() in SYSTEMVERILOG_ONLY:
            found.setdefault(match.group(), match.start())
    return tuple(sorted(found.items(), key=lambda item: item[1]))


def misplaced_systemverilog(code: str, name: str) -> list[Diagnostic]:
    """One diagnostic for each such word, at its first use."""
    index = LineIndex(code)
    return [
        Diagnostic(
            range=index.span(offset, offset + len(word)),
            # Icarus takes `logic` in Verilog-2005 files too; everything else it refuses.
            severity=Severity.WARNING if word == "logic" else Severity.ERROR,
            code="SystemVerilogKeyword",
            message=f"'{word}' is SystemVerilog, but {name} is compiled as Verilog-2005 because of its name: "
            'rename it to .sv or set verilog.language = "sv"',
            source="slang",
            stage=Stage.STATIC,
            data={"name": word},
        )
        for word, offset in systemverilog_words(code)[:MAX_REPORTED]
    ]
