"""An undeclared name that the module drives: its declaration, of the kind and width its uses call for."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.inference import Inference, Shape
from assistant.repairs.verilog.insertion import declaration_line, declare
from assistant.repairs.verilog.names import nearest
from assistant.repairs.verilog.outline import Module
from assistant.repairs.verilog.rule import Finding, View, pointed
from assistant.repairs.verilog.undeclared import CODES, Undeclared, named_by, undeclared_in
from assistant.repairs.verilog.verilog_version import variable_keyword
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    found = named_by(diagnostic, view)
    if found is None:
        return
    module, name = found
    if name.loop or not name.driven:
        return
    names = {n: u for n, u in undeclared_in(view, module).items() if u.driven and not u.loop}
    inference = Inference(view, module, frozenset(undeclared_in(view, module)))
    confidence = _confidence(view, module, name)
    shapes = inference.shapes(name.name)
    if len(names) > 1:
        yield _all(view, module, names, inference)
    for number, shape in enumerate(shapes):
        yield _one(view, module, name, shape, confidence * 0.8**number, ambiguous=not shape.certain)


def _confidence(view: View, module: Module, name: Undeclared) -> float:
    """High for a name that lives its own life; low for one that is never read, or looks like a slip of the pen."""
    others = [n for n in module.names() if n not in (name.name,)]
    near = nearest(name.name, others, least=0.8, most=1)
    if not name.read:
        return 0.35 if nearest(name.name, others, least=0.6, most=1) else 0.6
    if near and len(name.uses) <= 2:
        return 0.55
    return 0.9


def _kind(view: View, name: Undeclared) -> str:
    return variable_keyword(view) if "procedure" in name.driven else "wire"


def _one(view: View, module: Module, name: Undeclared, shape: Shape, confidence: float, *, ambiguous: bool) -> Finding:
    line = declaration_line(shape.kind or _kind(view, name), shape.signed, shape.packed, name.name, shape.unpacked)
    return Finding(
        (declare(view, module, [line], name.uses[0]),),
        f"Declare `{line.rstrip(';')}`",
        _cause(name, shape),
        confidence,
        ambiguous,
    )


def _cause(name: Undeclared, shape: Shape) -> str:
    how = (
        "in a procedure, so it must be a variable"
        if "procedure" in name.driven
        else "continuously, so it must be a net"
    )
    return f"`{name.name}` is never declared, yet driven {how}; {shape.why or 'its uses say how wide it is'}"


def _all(view: View, module: Module, names: dict[str, Undeclared], inference: Inference) -> Finding:
    lines = []
    certain = True
    for name in sorted(names.values(), key=lambda u: u.uses[0]):
        shape = inference.shapes(name.name)[0]
        certain = certain and shape.certain
        lines.append(
            declaration_line(shape.kind or _kind(view, name), shape.signed, shape.packed, name.name, shape.unpacked)
        )
    first = min(u.uses[0] for u in names.values())
    return Finding(
        (declare(view, module, lines, first),),
        f"Declare {', '.join(sorted(names))}",
        f"{len(names)} names are driven but never declared; each is declared with the kind and width of its uses",
        min(0.88, min(_confidence(view, module, n) for n in names.values())),
        not certain,
    )


REPAIR = pointed("declare_signal", CODES, find)
