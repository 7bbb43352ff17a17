"""State machines in one, two or three processes, with the encodings authors use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from training.generators.verilog._module import Module

_GOTO = re.compile(r"\bgoto (\w+);")


def declare_states(module: Module, states: Sequence[str], *, next_state: bool = False) -> int:
    """Declare the encoding of ``states`` (canonical upper-case names) and the signal ``state``; gives its width."""
    rng, style = module.rng, module.style
    encoding = rng.choice(["binary", "binary", "binary", "onehot", "gray"])
    width = len(states) if encoding == "onehot" else max(1, (len(states) - 1).bit_length())
    codes = {
        name: 1 << at if encoding == "onehot" else at ^ (at >> 1) if encoding == "gray" else at
        for at, name in enumerate(states)
    }
    prefix = rng.choice(["", "", "S_", "ST_", "STATE_"])
    radix = "b" if encoding != "binary" else rng.choice(["b", "d"])
    values = {
        name: f"{width}'{radix}{code:0{width}b}" if radix == "b" else f"{width}'d{code}" for name, code in codes.items()
    }
    forms = ["localparam", "localparam", "list", "parameter", *(["enum"] * 3 if style.systemverilog else ["define"])]
    form = rng.choice(forms)
    mark = "`" if form == "define" else ""
    if form == "define" and not prefix:
        prefix = "S_"
    module.state_names.update({name: f"{mark}{prefix}{name}" for name in states})
    signals = ["state", *(["next_state"] if next_state else [])]
    if form == "define":
        module.defines.update({prefix + name: value for name, value in values.items()})
    elif form == "enum":
        members = ", ".join(f"{name} = {value}" for name, value in values.items())
        module.text(f"typedef enum logic [{width - 1}:0] {{{members}}} state_t;", declaration=True)
    elif form == "list":
        members = ", ".join(f"{name} = {value}" for name, value in values.items())
        module.text(f"localparam [{width - 1}:0] {members};", declaration=True)
    else:
        sized = rng.choice([f"[{width - 1}:0] ", ""]) if width > 1 else ""
        for name, value in values.items():
            module.text(f"{form} {sized}{name} = {value};", declaration=True)
    for signal in signals:
        if form == "enum":
            module.kinds[signal] = "register"
            module.text(f"state_t {signal};", declaration=True)
        else:
            module.signal(signal, width)
    return width


def _followed(body: str, assignment: str) -> str:
    return _GOTO.sub(lambda match: f"{assignment} {match[1]};", body)


def state_machine(
    module: Module,
    states: Mapping[str, str],
    *,
    outputs: Mapping[str, str] | None = None,
    moore: Mapping[str, Mapping[str, int]] | None = None,
) -> None:
    """A machine that begins in the first state. ``states`` gives the transitions of each as statements with
    ``goto NAME;``. Outputs are expressions (``outputs``) or constants of each state (``moore``: output → state → value,
    0 where left out; those outputs must be declared as registers)."""
    rng = module.rng
    processes = rng.choice([1, 2, 2, 3])
    declare_states(module, list(states), next_state=processes > 1)
    first = next(iter(states))
    default = rng.random() < 0.7
    if processes == 1:
        arms = " ".join(f"{name}: begin {_followed(body, 'state <=')} end" for name, body in states.items())
        arms += f" default: state <= {first};" if default else ""
        module.flip_flops(f"case (state) {arms} endcase", f"state <= {first};", "state register and transitions")
    else:
        arms = " ".join(f"{name}: begin {_followed(body, 'next_state =')} end" for name, body in states.items())
        arms += f" default: next_state = {first};"
        module.flip_flops("state <= next_state;", f"state <= {first};", "state register")
        module.combinational(f"next_state = state; case (state) {arms} endcase", "next state logic")
    for name, expression in (outputs or {}).items():
        module.assign(name, expression)
    if not moore:
        return
    ports = {p.name: p.bits for p in module.ports}
    clear = " ".join(f"{name} = {module.number(0, ports[name])};" for name in moore)
    arms = ""
    for state in states:
        raised = [f"{n} = {module.number(v[state], ports[n])};" for n, v in moore.items() if v.get(state)]
        if raised:
            arms += f"{state}: begin {' '.join(raised)} end "
    module.combinational(f"{clear} case (state) {arms} default: ; endcase", "outputs of each state")
