"""An undeclared loop variable: an integer in procedures, a genvar in generate loops."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.insertion import declare
from assistant.repairs.verilog.rule import Finding, View, pointed
from assistant.repairs.verilog.undeclared import CODES, named_by, undeclared_in
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    found = named_by(diagnostic, view)
    if found is None or not found[1].loop:
        return
    module, name = found
    for loop, keyword in (("procedure", "integer"), ("generate", "genvar")):
        names = [u for u in undeclared_in(view, module).values() if u.loop == loop]
        if name.loop != loop or not names:
            continue
        line = f"{keyword} {', '.join(u.name for u in names)};"
        yield Finding(
            (declare(view, module, [line], min(u.uses[0] for u in names)),),
            f"Declare `{line.rstrip(';')}`",
            f"the loop variable `{name.name}` is never declared; in a {loop} loop it is a{'n' if keyword[0] == 'i' else ''} {keyword}",
            0.96,
        )


REPAIR = pointed("declare_loop_variable", (*CODES, "slang:ExpectedGenvar", "slang:NotAGenvar"), find, safe=True)
