"""A misspelt name: the declared one it was meant to be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.drive import drivers_of, is_read
from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.inference import Inference
from assistant.repairs.verilog.names import nearest
from assistant.repairs.verilog.outline import Module
from assistant.repairs.verilog.rule import Change, Finding, View, pointed
from assistant.repairs.verilog.tokens import Kind
from assistant.repairs.verilog.undeclared import CODES, Undeclared, named_by
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    found = named_by(diagnostic, view)
    if found is None:
        return
    module, name = found
    calls = view.source.word(name.uses[0] + 1) == "(" and not name.driven
    functions = {p.name for p in module.procedures if p.name}
    candidates = functions if calls else set(module.names()) - functions
    left_over = set() if calls else set(_left_over(view, module, name))
    options = [
        (c, s)
        for c, s in nearest(name.name, candidates, least=0.25, most=30)
        if (s >= 0.6 or c in left_over) and (calls or _visible(view, module, c, name))
    ][:4]
    rated = [(c, likeness, _fit(view, module, name, c, likeness)) for c, likeness in options]
    rated = sorted(((c, s, f) for c, s, f in rated if f > 0.15), key=lambda r: -r[2])
    for number, (candidate, likeness, confidence) in enumerate(rated[:3]):
        rival = any(abs(other - likeness) < 0.1 for c, other, _ in rated if c != candidate)
        changes, turned = renamed(view, name, candidate)
        if turned:
            yield Finding(
                changes,
                f"Write `{candidate}`, active low, for `{name.name}`",
                f"`{name.name}` is not declared in {module.name}; `{candidate}` is, and by its name it is active low",
                confidence * (0.9**number),
                ambiguous=True,
            )
            continue
        yield Finding(
            changes,
            f"Write `{candidate}` for `{name.name}`",
            f"`{name.name}` is not declared in {module.name}; `{candidate}` is, and differs only in its spelling",
            confidence * (0.9**number),
            ambiguous=rival or likeness < 0.8 or bool(left_over - {candidate}),
        )


def _left_over(view: View, module: Module, name: Undeclared) -> Iterator[str]:
    """Signals whose other half is missing: driven and never read when the name is only read, and the reverse."""
    constant = name.name.isupper() and not name.driven
    for declaration in module.names().values():
        if declaration.direction or declaration.place != "body" or declaration.kind == "genvar":
            continue
        driven = bool(drivers_of(view, module, declaration.name))
        read = is_read(view, module, declaration.name)
        if declaration.is_parameter:
            if constant and not read:
                yield declaration.name
        elif (driven and not read and not name.driven) or (read and not driven and name.driven and not name.read):
            yield declaration.name


def renamed(view: View, name: Undeclared, candidate: str) -> tuple[tuple[Change, ...], bool]:
    """The uses of the name replaced; where the candidate alone is active low and the uses are not, turned round as well."""
    source = view.source
    turned = is_active_low(candidate) and not is_active_low(name.name) and not name.driven
    turned = turned and all(source.word(i - 1) not in ("!", "~", "negedge", ".") for i in name.uses)
    turned = turned and any(source.word(i - 1) in ("posedge", "(") for i in name.uses)
    if not turned:
        return tuple(view.replace(i, i, candidate) for i in name.uses), False
    return tuple(
        view.replace(i - 1, i, f"negedge {candidate}")
        if source.word(i - 1) == "posedge"
        else view.replace(i, i, f"!{candidate}")
        for i in name.uses
    ), True


def is_active_low(name: str) -> bool:
    """By custom: ``rst_n``, ``resetn``, ``nRST``, ``reset_b``, ``rst_ni``."""
    return bool(re.search(r"_(n|b|ni|l)$|^n_?(rst|reset)|(rst|reset)n$", name.lower()))


def _visible(view: View, module: Module, candidate: str, name: Undeclared) -> bool:
    """The candidate is not local to another function or block."""
    declaration = module.find(candidate)
    if declaration is None or declaration.place in ("header", "body"):
        return True
    owner = view.outline.procedure_at(declaration.token)
    return owner is not None and all(owner.first <= i <= owner.last for i in name.uses)


def _fit(view: View, module: Module, name: Undeclared, candidate: str, likeness: float) -> float:
    """Confidence that ``candidate`` was meant: likeness, and whether the two lives complete one another."""
    score = likeness
    source = view.source
    driven = drivers_of(view, module, candidate)
    declaration = module.find(candidate)
    is_input = declaration is not None and declaration.direction == "input"
    constant = declaration is not None and declaration.is_parameter
    read = is_read(view, module, candidate)
    if name.driven:
        if constant or is_input:
            return 0.0
        if name.read and len(name.uses) > 2:
            score *= 0.5
        # A misspelt target leaves the real one without a driver, or is one of several assignments to it.
        score *= 1.0 if not driven or name.driven & driven else 0.4
    else:
        if not (driven or is_input or constant or source.word(name.uses[0] + 1) == "("):
            score *= 0.6
        if constant != name.name.isupper() and likeness < 0.9:
            score *= 0.7
        if not read:
            score = min(1.0, score * 1.1)
    if declaration is not None and not constant and not driven and not read and not is_input:
        # Declared and used nowhere: most likely this is what it was declared for.
        score = max(score, 0.97)
    elif (
        not constant
        and not is_input
        and (driven and not read if not name.driven else read and not driven and not name.read)
    ):
        score = min(0.95, score + 0.3)
    if constant and not read and name.name.isupper():
        score = min(0.95, score + 0.3)
    if constant and _labelled_together(view, name, candidate):
        score *= 0.3
    if len(name.uses) > 3 and likeness < 0.9:
        score *= 0.7
    if any(source.word(i - 1) in ("input", "output", "reg", "wire") for i in name.uses):
        score *= 0.3
    return min(0.93, score * _width_fit(view, module, name, candidate))


def _labelled_together(view: View, name: Undeclared, candidate: str) -> bool:
    """Both are labels of one case, where they must mean different values."""
    source = view.source
    for i in name.uses:
        procedure = view.outline.procedure_at(i)
        for statement in procedure.statements() if procedure else ():
            words = {source.word(k) for label in statement.labels if label for k in range(label[0], label[1] + 1)}
            if {name.name, candidate} <= words:
                return True
    return False


def _width_fit(view: View, module: Module, name: Undeclared, candidate: str) -> float:
    facts = facts_of(view.context).get(module.name)
    fact = facts.names.get(candidate) if facts else None
    if fact is None or view.source.kind(name.uses[0]) is not Kind.NAME:
        return 1.0
    shape = Inference(view, module, frozenset((name.name,))).shapes(name.name)[0]
    if not shape.certain or fact.value is not None:
        return 1.0
    return 1.0 if shape.width == fact.width else 0.75


REPAIR = pointed("nearest_name", CODES, find)
