"""A typedef without its name, where a type is used that nothing defines."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind


def find(view: View) -> Iterator[Finding]:
    source = view.source
    for i in range(len(source)):
        if source.word(i) != "typedef":
            continue
        opener = i
        while source.word(opener) not in ("{", ";", ""):
            opener = source.skip(opener)
        close = source.partner.get(opener, -1)
        module = view.outline.module_at(i)
        if close < 0 or (source.kind(close + 1) is Kind.NAME and source.word(close + 2) == ";"):
            continue
        start, stop = (module.header_end, module.last) if module else (0, len(source))
        wanted = [
            source.word(k)
            for k in range(start, stop)
            if source.kind(k) is Kind.NAME
            and source.kind(k + 1) is Kind.NAME
            and source[k].first
            and source.word(k + 2) in (",", ";", "=")
            and not any(m.name == source.word(k) for m in view.modules)
        ]
        for name in dict.fromkeys(wanted):
            yield Finding(
                (view.behind(close, f" {name}"),),
                f"Name the type `{name}`",
                f"the typedef on line {view.line(i)} has no name, while `{name}` is used as a type and not defined",
                0.93,
            )
            return


REPAIR = scanning("typedef_name", find)
