"""An output that nothing drives, beside a register of like name and width that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.drive import drivers_of, is_read
from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.names import nearest
from assistant.repairs.verilog.outline import Module
from assistant.repairs.verilog.rule import Finding, View, scanning

_CODES = ("slang:UndrivenPort", "slang:UndrivenNet", "verilator:UNDRIVEN", "yosys:undriven", "yosys:no-driver", "*")


def find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        facts = facts_of(view.context).get(module.name)
        if facts is None:
            continue
        for port in {d.name: d for d in module.ports if d.direction == "output"}.values():
            if (
                drivers_of(view, module, port.name)
                or (port.kind not in ("", "wire", "logic"))
                or module.find(port.name) is not port
            ):
                continue
            yield from _assigned(
                view,
                module,
                port.name,
                {n: f.width for n, f in facts.names.items() if f.depth is None and f.value is None},
            )


def _assigned(view: View, module: Module, name: str, widths: dict[str, int]) -> Iterator[Finding]:
    driven = [n for n in widths if n != name and drivers_of(view, module, n)]
    # What is driven though nobody declared it is the output itself, misspelt.
    if nearest(name, [n for n in driven if not module.declared(n)], least=0.6, most=1):
        return
    candidates = [
        n
        for n in driven
        if widths[n] == widths.get(name)
        and not any(d.direction for d in module.declared(n))
        and (named_after(n, name) or not is_read(view, module, n))
    ]
    for candidate, likeness in nearest(name, candidates, least=0.6, most=2):
        yield Finding(
            (view.new_line_before(module.last, f"assign {name} = {candidate};"),)
            if module.closed
            else (view.behind(module.last, f"\nassign {name} = {candidate};"),),
            f"Drive `{name}` by `{candidate}`",
            f"nothing drives output `{name}`, while `{candidate}` has its width and a name like it",
            0.75 * likeness,
            ambiguous=True,
        )


def named_after(register: str, output: str) -> bool:
    """Whether a register is named after an output (``q_reg`` for ``q``): then it may be read as well."""
    return register.startswith(output)


REPAIR = scanning("undriven_output", find, codes=_CODES)
