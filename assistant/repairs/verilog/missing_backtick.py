"""A macro used without its backtick, or a parameter used with one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repair import RepairContext
from assistant.repairs.verilog.combine import disjoint, together
from assistant.repairs.verilog.names import nearest
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind
from backends.environment import Role

_DEFINE = re.compile(r"`define[ \t]+([A-Za-z_]\w*)")
_DIRECTIVES = frozenset(
    """define undef ifdef ifndef elsif else endif include timescale default_nettype resetall celldefine endcelldefine line
    pragma begin_keywords end_keywords unconnected_drive nounconnected_drive""".split()
)


def find(view: View) -> Iterator[Finding]:
    source = view.source
    macros = macros_of(view.context)
    bare: list[Finding] = []
    for i, token in enumerate(source.tokens):
        module = view.outline.module_at(i)
        declared = module.find(token.text.removeprefix("`")) if module else None
        if token.kind is Kind.NAME and token.text in macros and declared is None and source.word(i - 1) != ".":
            bare.append(
                Finding(
                    (view.before(i, "`"),),
                    f"Write `` `{token.text} ``",
                    f"`{token.text}` on line {view.line(i)} is a macro and is used with a backtick",
                    0.95,
                )
            )
        elif token.kind is Kind.MACRO and token.text[1:] not in macros and token.text[1:] not in _DIRECTIVES:
            yield from _unknown(view, i, macros, declared is not None)
    if bare:
        loose = list(_loose_bodies(view, {view.source.word(i) for i in _uses(view, bare)}))
        if loose:
            changes = [c for f in bare for c in f.changes] + loose
            yield Finding(disjoint(changes), "Use all macros with a backtick", bare[0].cause, 0.95)
            return
    yield from together(bare, "Use all macros with a backtick")


def _uses(view: View, bare: list[Finding]) -> Iterator[int]:
    return (view.source.after(f.changes[0][0]) for f in bare)


def _loose_bodies(view: View, names: set[str]) -> Iterator[Change]:
    """A macro's text replaces its name as it is: ``1 << W`` needs parentheses to be one value."""
    for match in re.finditer(r"`define[ \t]+(\w+)[ \t]+([^\n]+)", view.code):
        body = re.sub(r"//.*", "", match[2]).rstrip()
        if match[1] in names and re.search(r"[-+*/<>&|^?]", body) and not body.startswith("("):
            start = match.start(2)
            yield (start, start + len(body), f"({body})")


def _unknown(view: View, i: int, macros: frozenset[str], declared: bool) -> Iterator[Finding]:
    word = view.source.word(i)[1:]
    uses = [k for k in range(len(view.source)) if view.source.word(k) == f"`{word}"]
    if uses[0] != i:
        return
    if declared:
        yield Finding(
            tuple(view.replace(k, k, word) for k in uses),
            f"Write `{word}` without backtick",
            f"`{word}` on line {view.line(i)} is declared in the module and is no macro",
            0.93,
        )
        return
    for candidate, likeness in nearest(word, macros | _DIRECTIVES, least=0.75, most=2):
        yield Finding(
            tuple(view.replace(k, k, f"`{candidate}") for k in uses),
            f"Write `` `{candidate} ``",
            f"no macro or directive is called `{word}` (line {view.line(i)}); `{candidate}` is",
            0.9 * likeness,
            ambiguous=likeness < 0.85,
        )


def macros_of(context: RepairContext) -> frozenset[str]:
    """Macros defined in the file, its headers, or the settings."""
    texts = [context.code, *(f.text for f in context.environment.of_role(Role.INCLUDE))]
    names = {m for text in texts for m in _DEFINE.findall(text)}
    return frozenset(names | set(context.environment.settings.verilog.defines))


REPAIR = scanning("missing_backtick", find, safe=True)
