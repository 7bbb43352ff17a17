"""Very small processors: accumulator machines with a program in a case statement."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "tiny_cpu|acc_cpu|mini_processor|simple_cpu",
        "accumulator machine with a program in ROM",
    )
    width, length = 8, rng.choice([8, 12, 16])
    names = ["LOAD", "ADD", "SUB", "AND", "XOR", "SHIFT", "JUMP", "JNZ"]
    codes = (
        dict(zip(names, rng.sample(range(8), 8), strict=True))
        if rng.random() < 0.4
        else {n: k for k, n in enumerate(names)}
    )
    program = [("LOAD", rng.randrange(1, 32))]
    while len(program) < length - 2:
        name = rng.choice(names[:6])
        program.append((name, rng.randrange(32)))
    program += [("JNZ", rng.randrange(1, 3)), ("JUMP", 0)]
    m.clock()
    m.input("run", note="executes one instruction a cycle")
    m.output("accumulator", width, register=True)
    m.output("pc", 4, "program counter", register=True)
    m.output("zero", note="the accumulator is zero")
    for name, code in codes.items():
        m.constant(f"OP_{name}", f"3'd{code}")
    m.signal("instruction", 8, "{opcode, operand}")
    m.signal("opcode", 3, net=True)
    m.signal("operand", 5, net=True)
    rom = " ".join(f"4'd{at}: instruction = {{OP_{name}, 5'd{value}}};" for at, (name, value) in enumerate(program))
    m.combinational(f"case (pc) {rom} default: instruction = {{OP_JUMP, 5'd0}}; endcase", "program")
    m.assign("opcode", "instruction[7:5]")
    m.assign("operand", "instruction[4:0]")
    m.assign("zero", "(accumulator == 8'd0)")
    arms = (
        "OP_LOAD: accumulator <= {3'b000, operand}; OP_ADD: accumulator <= accumulator + operand; OP_SUB: accumulator <= accumulator - operand; "
        "OP_AND: accumulator <= accumulator & {3'b000, operand}; OP_XOR: accumulator <= accumulator ^ {3'b000, operand}; "
        "OP_SHIFT: accumulator <= accumulator << operand[1:0]; OP_JUMP: pc <= operand[3:0]; OP_JNZ: if (!zero) pc <= operand[3:0]; default: ;"
    )
    m.flip_flops(
        f"if (run) begin pc <= pc + 1'b1; case (opcode) {arms} endcase end",
        "pc <= 4'd0; accumulator <= 8'd0;",
        "execute; a jump replaces the next address",
    )

    def model() -> Step:
        pc = acc = 0

        def step(i: Values) -> Values:
            nonlocal pc, acc
            out = {"accumulator": acc, "pc": pc, "zero": int(acc == 0)}
            if i["run"]:
                name, value = program[pc] if pc < len(program) else ("JUMP", 0)
                nonzero = acc != 0
                results = {
                    "LOAD": value,
                    "ADD": acc + value,
                    "SUB": acc - value,
                    "AND": acc & value,
                    "XOR": acc ^ value,
                    "SHIFT": acc << (value & 3),
                }
                acc = results.get(name, acc) & 255
                pc = value & 15 if name == "JUMP" or (name == "JNZ" and nonzero) else (pc + 1) & 15
            return out

        return step

    return clocked_design(m, model, lambda c: {"run": int(rng.random() < 0.9)}, 70)
