"""A name declared twice: once in the ANSI header and again in the body, or simply twice."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.declaration_edit import without_name
from assistant.repairs.verilog.drive import drivers_of
from assistant.repairs.verilog.keywords import NETS
from assistant.repairs.verilog.outline import Declaration, Module
from assistant.repairs.verilog.rule import Change, Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        changes: list[Change] = []
        named: list[str] = []
        ambiguous = False
        alternatives: list[Finding] = []
        doubled = {d.name for d in module.declarations if len(_rivals(module, d.name)) > 1}
        whole: set[int] = set()
        for name in sorted(doubled):
            declared = _rivals(module, name)
            keep = _keeper(view, module, declared)
            for d in declared:
                if d is keep:
                    continue
                group = [o for o in module.declarations if o.first == d.first]
                if len(group) > 1 and all(o.name in doubled for o in group):
                    if d.first not in whole:
                        whole.add(d.first)
                        changes.append(view.remove(d.first, d.last))
                else:
                    changes += without_name(view, module, d)
                changes += _merged(view, keep, d)
            different = len({d.packed.replace(" ", "") for d in declared}) > 1
            if different and keep.place != "header":
                ambiguous = True
                other = next(d for d in declared if d is not keep)
                alternatives.append(_finding(view, list(without_name(view, module, keep)), [name], other, 0.5, True))
            named.append(name)
        if changes:
            keep = _keeper(view, module, _rivals(module, named[0]))
            yield _finding(view, changes, named, keep, 0.93, ambiguous)
            yield from alternatives


def _rivals(module: Module, name: str) -> list[Declaration]:
    """Declarations that exclude one another (``output q; reg q;`` in the body do not)."""
    declared = [d for d in module.declared(name) if d.place in ("header", "body") and d.words]
    if any(d.place == "header" for d in declared):
        return declared
    directions = [d for d in declared if d.direction]
    kinds = [d for d in declared if not d.direction]
    if len(directions) == 1 and len(kinds) == 1 and not directions[0].kind:
        return declared[:1]
    if len(directions) > 1 and not kinds:
        return directions
    return kinds if len(kinds) > 1 else declared


def _keeper(view: View, module: Module, declared: list[Declaration]) -> Declaration:
    header = next((d for d in declared if d.place == "header"), None)
    if header is not None:
        return header
    ported = next((d for d in declared if d.direction and d.kind), None)
    if ported is not None:
        return ported
    wants_variable = "procedure" in drivers_of(view, module, declared[0].name)
    fitting = [d for d in declared if d.is_variable == wants_variable and not d.direction] or declared
    # Of declarations that differ only in width the one that says more is kept.
    return max(fitting, key=lambda d: (bool(d.initial), bool(d.packed), -d.token))


def _merged(view: View, keep: Declaration, dropped: Declaration) -> Iterator[Change]:
    """What the body's declaration added to the header's: that it is a variable."""
    if keep.place != "header" or not keep.direction or keep.direction != "output":
        return
    if dropped.is_variable and not keep.is_variable and dropped.kind not in NETS:
        if keep.keyword_token >= keep.first:
            yield view.replace(keep.keyword_token, keep.keyword_token, dropped.kind)
        elif view.source.word(keep.first) == "output":
            yield view.behind(keep.first, f" {dropped.kind}")


def _finding(
    view: View, changes: list[Change], names: list[str], keep: Declaration, confidence: float, ambiguous: bool
) -> Finding:
    listed = ", ".join(f"`{n}`" for n in names)
    return Finding(
        disjoint(changes),
        f"Declare {listed} once",
        f"`{names[0]}` is declared more than once; the declaration on line {view.line(keep.token)} is kept",
        confidence,
        ambiguous,
    )


REPAIR = scanning("duplicate_declaration", find)
