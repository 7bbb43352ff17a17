"""Arithmetic logic units with flags; combinational or registered."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design, combinational_design

OPERATIONS = {
    "ADD": ("operand_a + operand_b", lambda a, b, w: a + b),
    "SUB": ("operand_a - operand_b", lambda a, b, w: a - b),
    "AND": ("operand_a & operand_b", lambda a, b, w: a & b),
    "OR": ("operand_a | operand_b", lambda a, b, w: a | b),
    "XOR": ("operand_a ^ operand_b", lambda a, b, w: a ^ b),
    "NOR": ("~(operand_a | operand_b)", lambda a, b, w: ~(a | b)),
    "NOT": ("~operand_a", lambda a, b, w: ~a),
    "SLL": ("operand_a << 1", lambda a, b, w: a << 1),
    "SRL": ("operand_a >> 1", lambda a, b, w: a >> 1),
    "SLT": ("(operand_a < operand_b) ? 1 : 0", lambda a, b, w: int(a < b)),
    "INC": ("operand_a + 1'b1", lambda a, b, w: a + 1),
    "PASS": ("operand_b", lambda a, b, w: b),
}


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "alu|simple_alu|alu_core|arith_unit", "arithmetic logic unit")
    width = rng.choice([4, 8, 12, 16])
    m.parameter("WIDTH", width)
    bits = rng.choice([2, 3, 3])
    chosen = rng.sample(list(OPERATIONS), rng.choice([1 << bits, (1 << bits) - 1]))
    registered, zero, negative = rng.random() < 0.35, rng.random() < 0.7, rng.random() < 0.3
    if registered:
        m.clock()
    m.input("opcode", bits, "operation")
    m.input("operand_a", "WIDTH", "first operand")
    m.input("operand_b", "WIDTH", "second operand")
    m.output("result", "WIDTH", "result", register=True)
    named = rng.random() < 0.6
    codes = {name: f"{bits}'b{at:0{bits}b}" for at, name in enumerate(chosen)}
    if named:
        for name, code in codes.items():
            m.constant(f"OP_{name}", code)
    assign = "<=" if registered else "="
    arms = ""
    for name, code in codes.items():
        arms += f"{'OP_' + name if named else code}: result {assign} {OPERATIONS[name][0]}; "
    arms += f"default: result {assign} {m.zero('WIDTH')};"
    if registered:
        m.flip_flops(f"case (opcode) {arms} endcase", f"result <= {m.zero('WIDTH')};", "registered result")
    else:
        m.combinational(f"case (opcode) {arms} endcase", "operation select")
    if zero:
        m.output("zero", note="result is zero")
        m.assign("zero", rng.choice(["~|result", "(result == 0)", "result == 0 ? 1'b1 : 1'b0"]), "flags")
    if negative:
        m.output("negative", note="sign of the result")
        m.assign("negative", "result[WIDTH-1]")
    mask = (1 << width) - 1

    def function(i: Values) -> Values:
        value = 0
        if i["opcode"] < len(chosen):
            value = OPERATIONS[chosen[i["opcode"]]][1](i["operand_a"], i["operand_b"], width) & mask
        return {"result": value, "zero": int(value == 0), "negative": value >> (width - 1)}

    def vector(at: int) -> Values:
        a = rng.choice([0, mask, 1, rng.randrange(mask), rng.randrange(mask)])
        b = rng.choice([a, mask, 1, rng.randrange(mask), rng.randrange(mask)])
        return {"opcode": at % (1 << bits), "operand_a": a, "operand_b": b}

    if not registered:
        return combinational_design(m, function, [vector(at) for at in range(8 << bits)])

    def model() -> Step:
        held = {"result": 0, "zero": 1, "negative": 0}

        def step(i: Values) -> Values:
            nonlocal held
            out, held = held, dict(function(i))
            return out

        return step

    return clocked_design(m, model, vector, 8 << bits)
