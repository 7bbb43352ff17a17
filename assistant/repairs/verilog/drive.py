"""How a name is driven: by procedures, continuous assignments or instances."""

from __future__ import annotations

from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.outline import Module
from assistant.repairs.verilog.rule import View


def driven_in_procedure(view: View, index: int) -> bool:
    """True when the name at token ``index`` is assigned in a procedure of its module."""
    module = view.outline.module_at(index)
    return module is not None and "procedure" in drivers_of(view, module, view.source.word(index))


def drivers_of(view: View, module: Module, name: str) -> frozenset[str]:
    """A subset of ``procedure``, ``assign`` and ``instance``."""
    found: set[str] = set()
    for assignment in module.drivers(name):
        if assignment.where in ("always", "initial", "function"):
            # ``assign`` inside a procedure was meant as a plain assignment.
            found.add("procedure")
        elif assignment.where == "assign" or (
            assignment.where == "declaration" and (declared := module.find(name)) is not None and declared.is_net
        ):
            found.add("assign")
    if _connected_to_output(view, module, name):
        found.add("instance")
    return frozenset(found)


def is_read(view: View, module: Module, name: str) -> bool:
    """The name occurs somewhere besides its declaration and the left of assignments."""
    source = view.source
    targets = {token for a in module.assignments for n, token in a.targets if n == name}
    declared = {d.token for d in module.declared(name)}
    return any(
        source.word(i) == name and i not in targets and i not in declared
        for i in range(module.header_end, module.last + 1)
    )


def _connected_to_output(view: View, module: Module, name: str) -> bool:
    source = view.source
    for instance in module.instances:
        ports = facts_of(view.context).get(instance.definition)
        if ports is None:
            continue
        order = list(ports.ports)
        for number, connection in enumerate(instance.connections):
            port = connection.port or (order[number] if number < len(order) else "")
            direction = ports.ports.get(port, ("", None))[0]
            if direction == "output" and connection.expression is not None:
                first, last = connection.expression
                if any(source.word(i) == name for i in range(first, last + 1)):
                    return True
    return False
