"""One testbench: the frame with clock and reset, checks that name the signal, and the ways of giving vectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from backends.environment import Domain
from training.designs import Design
from training.generators.verilog._layout import lay_out
from training.generators.verilog._module import Module, Port, literal
from training.generators.verilog._style import rename

Values = Mapping[str, int]
Expected = Mapping[str, int | None]
"""What each output must be; ``None`` where it does not matter."""
Step = Callable[[Values], Expected]
"""Outputs before the clock edge for the inputs of one cycle; takes the edge."""


@dataclass(frozen=True, slots=True)
class _Way:
    """How one author writes testbenches."""

    report: str
    number: str
    half: int
    edge: str
    instance: str
    by_position: bool
    prefix: str


class Bench:
    def __init__(self, module: Module) -> None:
        self.module = module
        self.rng: Random = module.rng
        self.code = module.code()
        self.names = module.mapping()
        self.layout = module.style.layout
        rng = self.rng
        self.way = _Way(
            report=rng.choice(["fatal", "fatal", "count", "count", "error"]),
            number=rng.choice(["%h", "%h", "%0d", "%b"]),
            half=rng.choice([5, 5, 5, 1, 10]),
            edge=rng.choice(["negedge", "posedge"]),
            instance=rng.choice(["dut", "dut", "uut", "u_dut", f"u_{module.name}", "DUT"]),
            by_position=rng.random() < 0.06,
            prefix=rng.choice(["FAIL", "ERROR", "MISMATCH", "FAIL", "Error"]),
        )
        ports = module.ports
        self.clocked = any(p.name == "clk" for p in ports)
        self.has_reset = any(p.name == "rst" for p in ports)
        self.inputs = [p for p in ports if p.direction == "input" and p.name not in ("clk", "rst")]
        self.outputs = [p for p in ports if p.direction == "output"]
        self.optional: dict[str, Port] = {}
        self.after_reset: dict[str, int] | None = None
        """Outputs an asynchronous reset must give at once, before the next clock edge."""
        self.unit = "cycle" if self.clocked else rng.choice(["vector", "test", "case"])
        self.index = rng.choice(["i", "k", "idx", "n"])
        taken = set(self.names.values())
        while self.index in taken:
            self.index += "_i"

    # -- values -----------------------------------------------------------------------------------------------------
    def complete(self, given: Values) -> dict[str, int]:
        unknown = set(given) - {p.name for p in self.inputs}
        assert not unknown, f"{self.module.name} has no input {unknown}"
        return {p.name: given.get(p.name, 0) & ((1 << p.bits) - 1) for p in self.inputs}

    def checked(self, made: Expected) -> dict[str, int]:
        missing = {p.name for p in self.outputs} - set(made)
        assert not missing, f"the model of {self.module.name} does not give {missing}"
        values = {p.name: (made[p.name] or 0) & ((1 << p.bits) - 1) for p in self.outputs}
        for port in self.outputs:
            if made[port.name] is None and port.name not in self.optional:
                flag = f"check_{port.name}"
                self.optional[port.name] = Port(flag, "output", 1, 1, "", False, False)
                self.names[flag] = f"check_{self.names[port.name]}"
        return values | {f"check_{name}": int(made[name] is not None) for name in values}

    @property
    def expectations(self) -> list[Port]:
        """The outputs, and a flag for each of those that matter in some cycles only."""
        return [*self.outputs, *self.optional.values()]

    def literal(self, value: int, width: int) -> str:
        return literal(value, width, "b" if width <= 2 else "h")

    # -- checks -----------------------------------------------------------------------------------------------------
    def check(self, port: Port, expected: str, where: str, *, always: bool = False) -> str:
        """A statement that compares an output and reports it by its name."""
        name, f = self.names[port.name], self.way.number
        values = f"{name}, {expected}"
        at, where_argument = (f" at {self.unit} %0d", f", {where}") if where else (" after reset", "")
        same = f"{name} !== {expected}"
        if port.name in self.optional and not always:
            same = f"{expected.replace(name, self.names[self.optional[port.name].name])} && {same}"
        match self.way.report:
            case "fatal":
                return f'if ({same}) $fatal(1, "{name} is {f}, expected {f}{at}", {values}{where_argument});'
            case "error":
                return f'if ({same}) begin $error("{name}: got {f}, expected {f}{at}", {values}{where_argument}); errors = errors + 1; end'
        text = f'if ({same}) begin $display("{self.way.prefix}:{at.removeprefix(" at")} {name} = {f}, expected {f}"'
        return f"{text}{where_argument}, {values}); errors = errors + 1; end"

    def checks(self, expected: Mapping[str, str], where: str) -> str:
        return " ".join(self.check(p, expected[p.name], where) for p in self.outputs if p.name in expected)

    # -- ways of giving vectors -------------------------------------------------------------------------------------
    def from_table(self, runs: list[list[tuple[dict[str, int], dict[str, int]]]]) -> str:
        """Stimulus and expectations in memories that one loop walks through."""
        rows = [row for run in runs for row in run]
        width_in, width_out = sum(p.bits for p in self.inputs), sum(p.bits for p in self.expectations)
        stimulus, expected = self.rng.choice([("stim", "gold"), ("stimulus", "expected"), ("vec_in", "vec_out")])
        i = self.index
        declarations = [f"reg [{width_out - 1}:0] {expected} [0:{len(rows) - 1}];", f"integer {i};"]
        if width_in:
            declarations.insert(0, f"reg [{width_in - 1}:0] {stimulus} [0:{len(rows) - 1}];")
        declarations += [f"reg [{p.bits - 1}:0] exp_{self.names[p.name]};" for p in self.expectations]
        fill = []
        for at, (given, made) in enumerate(rows):
            pair = f"{expected}[{at}] = {literal(_packed(made, self.expectations), width_out, 'h')};"
            if width_in:
                pair = f"{stimulus}[{at}] = {literal(_packed(given, self.inputs), width_in, 'h')}; {pair}"
            fill.append(pair)
        apply = f"{self.concatenated(self.inputs)} = {stimulus}[{i}];" if width_in else ""
        unpack = f"{{{', '.join('exp_' + self.names[p.name] for p in self.expectations)}}} = {expected}[{i}];"
        compare = self.checks({p.name: f"exp_{self.names[p.name]}" for p in self.outputs}, i)
        first = len(runs[0])
        loops = []
        for low, high in [(0, first), (first, len(rows))][: len(runs)]:
            inner = f"{apply} {unpack} {self.settle()} {compare} {self.advance()}"
            loops.append(f"for ({i} = {low}; {i} < {high}; {i} = {i} + 1) begin {inner} end")
        body = f" {self.reset()} ".join(loops)
        table = "\n".join(self.layout.indent + self.layout.indent + f for f in fill)
        pad = self.layout.indent
        head = f"{pad}initial begin\n{table}\n{pad}end"
        return self.assemble(
            lay_out(" ".join(declarations), self.layout, 1) + "\n\n" + head,
            lay_out(body, self.layout, 2),
            "",
            4 * len(rows) + 50,
        )

    def from_calls(self, runs: list[list[tuple[dict[str, int], dict[str, int]]]]) -> str:
        """One call of a checking task for each vector."""
        task = self.rng.choice(["check", "apply", "tick", "step", "drive_and_check"])
        if task in self.names.values():
            task += "_vector"
        arguments = [f"input [{p.bits - 1}:0] t_{self.names[p.name]}" for p in self.inputs]
        arguments += [f"input [{p.bits - 1}:0] e_{self.names[p.name]}" for p in self.expectations]
        drive = " ".join(f"{self.names[p.name]} = t_{self.names[p.name]};" for p in self.inputs)
        compare = self.checks({p.name: f"e_{self.names[p.name]}" for p in self.outputs}, self.index)
        inner = f"{drive} {self.settle()} {compare} {self.index} = {self.index} + 1; {self.advance()}"
        subs = lay_out(f"task {task}({', '.join(arguments)}); begin {inner} end endtask", self.layout, 1)
        pad = self.layout.indent * 2
        lines: list[str] = []
        for at, run in enumerate(runs):
            if at:
                lines += lay_out(self.reset(), self.layout, 2).splitlines()
            for given, made in run:
                values = [self.literal(given[p.name], p.bits) for p in self.inputs]
                values += [self.literal(made[p.name], p.bits) for p in self.expectations]
                lines.append(f"{pad}{task}({', '.join(values)});")
        first = lay_out(f"{self.index} = 0;", self.layout, 2)
        declarations = lay_out(f"integer {self.index};", self.layout, 1)
        return self.assemble(declarations, "\n".join([first, *lines]), subs, 4 * sum(map(len, runs)) + 50)

    def from_reference(self, reference: Mapping[str, str]) -> str:
        """A combinational module against expressions in the testbench: all inputs when they are few, else random ones."""
        i, bits = self.index, sum(p.bits for p in self.inputs)
        declarations = [f"integer {i};"]
        declarations += [f"reg [{p.bits - 1}:0] exp_{self.names[p.name]};" for p in self.outputs]
        expect = " ".join(
            f"exp_{n} = {rename(reference[p.name], self.names)};" for p in self.outputs if (n := self.names[p.name])
        )
        compare = self.checks({p.name: f"exp_{self.names[p.name]}" for p in self.outputs}, i)
        if bits <= 9:
            apply, count = f"{self.concatenated(self.inputs)} = {i};", 1 << bits
        else:
            count = self.rng.choice([64, 100, 200])
            if self.rng.random() < 0.5:
                declarations.append("integer seed;")
                draw, start = "$random(seed)", f"seed = {self.rng.randrange(1, 10_000)}; "
            else:
                draw, start = "$random", ""
            apply = " ".join(f"{self.names[p.name]} = {draw};" for p in self.inputs)
            body = f"{start}for ({i} = 0; {i} < {count}; {i} = {i} + 1) begin {apply} {self.settle()} {expect} {compare} end"
            return self.assemble(
                lay_out(" ".join(declarations), self.layout, 1), lay_out(body, self.layout, 2), "", count
            )
        body = f"for ({i} = 0; {i} < {count}; {i} = {i} + 1) begin {apply} {self.settle()} {expect} {compare} end"
        return self.assemble(lay_out(" ".join(declarations), self.layout, 1), lay_out(body, self.layout, 2), "", count)

    def from_operations(
        self, function: Callable[[Values], Expected], operations: Sequence[Values], start: str, done: str, limit: int
    ) -> str:
        n, i = self.names, self.index
        given = [p for p in self.inputs if p.name != start]
        results = [p for p in self.outputs if p.name in function(self.complete(operations[0]))]
        task = self.rng.choice(["run", "compute", "do_op", "run_case"])
        arguments = [f"input [{p.bits - 1}:0] t_{n[p.name]}" for p in given]
        arguments += [f"input [{p.bits - 1}:0] e_{n[p.name]}" for p in results]
        drive = " ".join(f"{n[p.name]} = t_{n[p.name]};" for p in given)
        compare = " ".join(self.check(p, f"e_{n[p.name]}", i) for p in results)
        expired = f'$fatal(1, "{n[done]} was not raised within {limit} cycles in {self.unit} %0d", {i});'
        inner = (
            f"@(negedge {n['clk']}); {drive} {n[start]} = 1'b1; @(negedge {n['clk']}); {n[start]} = 1'b0; waited = 0; "
            f"while ({n[done]} !== 1'b1 && waited < {limit}) begin @(negedge {n['clk']}); waited = waited + 1; end "
            f"if (waited >= {limit}) begin {expired} end {compare} {i} = {i} + 1; @(negedge {n['clk']});"
        )
        subs = lay_out(f"task {task}({', '.join(arguments)}); begin {inner} end endtask", self.layout, 1)
        lines = []
        for operation in operations:
            values = self.complete(operation)
            made = function(values)
            texts = [self.literal(values[p.name], p.bits) for p in given]
            texts += [self.literal((made[p.name] or 0) & ((1 << p.bits) - 1), p.bits) for p in results]
            lines.append(f"{task}({', '.join(texts)});")
        body = lay_out(f"{i} = 0; " + " ".join(lines), self.layout, 2)
        return self.assemble(
            lay_out(f"integer {i}; integer waited;", self.layout, 1), body, subs, limit * len(operations) + 100
        )

    # -- the frame --------------------------------------------------------------------------------------------------
    def concatenated(self, ports: Sequence[Port]) -> str:
        joined = [self.names[p.name] for p in ports]
        return joined[0] if len(joined) == 1 else f"{{{', '.join(joined)}}}"

    def settle(self) -> str:
        if not self.clocked:
            return f"#{self.way.half};"
        return "#1;" if self.way.edge == "negedge" else f"@(negedge {self.names['clk']});"

    def advance(self) -> str:
        if not self.clocked:
            return ""
        return f"@({self.way.edge} {self.names['clk']});" + ("" if self.way.edge == "negedge" else " #1;")

    def reset(self, cycles: int = 2, *, first: bool = False) -> str:
        if not self.has_reset:
            return ""
        on, off = ("1'b0", "1'b1") if self.module.style.active_low else ("1'b1", "1'b0")
        rst = self.names["rst"]
        edge = f"@({self.way.edge} {self.names['clk']});"
        late = "" if self.way.edge == "negedge" else " #1;"
        at_once = ""
        if self.after_reset is not None and not first:
            known = [p for p in self.outputs if self.after_reset[f"check_{p.name}"]]
            checks = [self.check(p, self.literal(self.after_reset[p.name], p.bits), "", always=True) for p in known]
            at_once = f" #1; {' '.join(checks)}"
        return f"{rst} = {on};{at_once} repeat ({cycles}) {edge}{late} {rst} = {off};"

    def assemble(self, declarations: str, body: str, subs: str, cycles: int) -> str:
        """The testbench module around ``body``, which stands in an ``initial`` block after the reset."""
        n, pad, layout = self.names, self.layout.indent, self.layout
        clock = [f"reg {n['clk']};"] if self.clocked else []
        reset = [f"reg {n['rst']};"] if self.has_reset else []
        width = lambda p: f"[{p.bits - 1}:0] " if p.bits > 1 else ""  # noqa: E731
        sign = lambda p: "signed " if p.signed else ""  # noqa: E731
        wires = [f"reg {sign(p)}{width(p)}{n[p.name]};" for p in self.inputs]
        wires += [f"wire {sign(p)}{width(p)}{n[p.name]};" for p in self.outputs]
        counted = self.way.report != "fatal"
        top = f"tb_{self.module.name}"
        lines = ["`timescale 1ns/1ps" if self.module.style.timescale else "`timescale 1ns/1ns", f"module {top};"]
        lines.append(lay_out(" ".join([*clock, *reset, *wires, *(["integer errors;"] if counted else [])]), layout, 1))
        if declarations:
            lines.append(declarations)
        lines += ["", self.instance(), ""]
        half = max(self.way.half, 2) if self.clocked else 1
        if self.clocked:
            c = n["clk"]
            if self.rng.random() < 0.5:
                lines.append(lay_out(f"initial {c} = 1'b0; always #{half} {c} = ~{c};", layout, 1))
            else:
                lines.append(lay_out(f"initial begin {c} = 1'b0; forever #{half} {c} = ~{c}; end", layout, 1))
            lines.append("")
        if subs:
            lines += [subs, ""]
        begin = [*(["errors = 0;"] if counted else []), *(f"{n[p.name]} = 0;" for p in self.inputs)]
        start = " ".join(begin) + " "
        if self.clocked and self.has_reset:
            start += self.reset(self.rng.choice([2, 3]), first=True)
        elif self.clocked:
            start += self.advance()
        passed = self.rng.choice(["PASS", "All tests passed", "TEST PASSED", "ok"])
        match self.way.report:
            case "fatal":
                end = f'$display("{passed}"); $finish;'
            case "count":
                end = f'if (errors != 0) $fatal(1, "%0d mismatches", errors); else $display("{passed}"); $finish;'
            case _:
                end = f'if (errors == 0) $display("{passed}"); $finish;'
        lines.append(f"{pad}initial begin")
        lines += [lay_out(start, layout, 2)] if start.strip() else []
        lines += [body, lay_out(end, layout, 2), f"{pad}end", ""]
        guard = 2 * half * (cycles + 200) if self.clocked else 20 * (cycles + 200)
        lines.append(
            lay_out(f'initial begin #{guard}; $fatal(1, "timeout: the test did not end by %0t", $time); end', layout, 1)
        )
        return "\n".join([*lines, "endmodule", ""])

    def instance(self) -> str:
        n, pad = self.names, self.layout.indent
        ports = [n[p.name] for p in self.module.ports]
        name = self.way.instance
        if name in n.values():
            name = "dut_i"
        if self.way.by_position:
            return f"{pad}{self.module.name} {name} ({', '.join(ports)});"
        if self.rng.random() < 0.4:
            return f"{pad}{self.module.name} {name} ({', '.join(f'.{p}({p})' for p in ports)});"
        inner = ",\n".join(f"{pad}{pad}.{p}({p})" for p in ports)
        return f"{pad}{self.module.name} {name} (\n{inner}\n{pad});"

    def design(self, text: str) -> Design:
        module = self.module
        parameters: dict[str, int | float | str] = dict(module.parameters)
        style = module.style
        parameters["reset"] = ("async" if style.asynchronous else "sync") + ("-low" if style.active_low else "-high")
        return Design(
            family=module.family,
            name=module.file_name,
            domain=Domain.VERILOG,
            code=self.code,
            files={f"tb_{module.name}{module.extension}": text},
            parameters=parameters,
        )


def _packed(values: Values, ports: Sequence[Port]) -> int:
    total = 0
    for port in ports:
        total = total << port.bits | values[port.name]
    return total
