"""Designs with self-checking testbenches, in several authors' ways.

What is expected comes from a model in Python, cycle by cycle, or from an expression in the testbench itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from training.designs import Design
from training.generators.verilog._bench import Bench, Expected, Step, Values
from training.generators.verilog._layout import lay_out
from training.generators.verilog._module import Module
from training.generators.verilog._style import rename

__all__ = [
    "Expected",
    "Step",
    "Values",
    "check_of",
    "clocked_design",
    "combinational_design",
    "operation_design",
    "written_design",
]


def clocked_design(
    module: Module, model: Callable[[], Step], stimulus: Callable[[int], Values], cycles: int = 80
) -> Design:
    """The module with a testbench that compares every output in every cycle with ``model``; the reset is given again
    half way. Inputs that ``stimulus`` leaves out are 0."""
    bench = Bench(module)
    runs = []
    for count in (cycles - cycles // 3, cycles // 3):
        step = model()
        run = []
        for cycle in range(count):
            given = bench.complete(stimulus(cycle))
            run.append((given, bench.checked(step(given))))
        runs.append(run)
    if module.style.asynchronous and bench.rng.random() < 0.6:
        bench.after_reset = bench.checked(model()(runs[0][-1][0]))
    return bench.design(bench.from_table(runs) if bench.rng.random() < 0.55 else bench.from_calls(runs))


def combinational_design(
    module: Module,
    function: Callable[[Values], Expected],
    vectors: Sequence[Values],
    reference: Mapping[str, str] | None = None,
) -> Design:
    """The module with a testbench that applies ``vectors``; with ``reference`` (an expression of the inputs for each
    output) the testbench may work out what is expected itself."""
    bench = Bench(module)
    if reference is not None and bench.rng.random() < 0.4:
        return bench.design(bench.from_reference(reference))
    run = []
    for vector in vectors:
        given = bench.complete(vector)
        run.append((given, bench.checked(function(given))))
    return bench.design(bench.from_table([run]) if bench.rng.random() < 0.5 else bench.from_calls([run]))


def operation_design(
    module: Module,
    function: Callable[[Values], Expected],
    operations: Sequence[Values],
    *,
    start: str = "start",
    done: str = "done",
    limit: int = 200,
) -> Design:
    """The module with a testbench that starts each operation, waits for ``done`` and compares the results."""
    bench = Bench(module)
    return bench.design(bench.from_operations(function, operations, start, done, limit))


def written_design(module: Module, declarations: str, body: str, *, cycles: int = 5000, tasks: str = "") -> Design:
    """The module with a testbench whose stimulus and checks are ``body`` (canonical names), after the reset and before
    the end. In ``body`` write checks as ``check_of(module, signal, expected)`` gives them."""
    bench = Bench(module)
    body = lay_out(rename(body, bench.names), bench.layout, 2)
    extra = lay_out(rename(declarations, bench.names), bench.layout, 1) if declarations else ""
    subs = lay_out(rename(tasks, bench.names), bench.layout, 1) if tasks else ""
    return bench.design(bench.assemble(extra, body, subs, cycles))


def check_of(module: Module, signal: str, expected: str, where: str = "") -> str:
    """A check in the text of a written testbench; both in canonical names."""
    port = next(p for p in module.ports if p.name == signal)
    return (
        f'if ({signal} !== {expected}) $fatal(1, "{port.name} is %h, expected %h{" " + where if where else ""}", '
        f"{signal}, {expected});"
    )
