"""Pieces of dual-clock FIFOs: Gray pointers and their synchronizers, seen from one clock."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "async_fifo_wptr|write_pointer_full|gray_pointer|wptr_full",
        "write side of a dual-clock FIFO",
    )
    bits = rng.choice([2, 3])
    m.purpose = f"write pointer in Gray code and full flag of a FIFO of {1 << bits} words"
    m.parameter("ADDRESS", bits)
    m.clock()
    m.input("write")
    m.input("read_gray", "ADDRESS+1", "read pointer of the other clock, Gray code")
    m.output("write_gray", "ADDRESS+1", register=True)
    m.output("write_index", "ADDRESS", "address of the next word")
    m.output("full", register=True)
    for name in ("sync_first", "sync_second"):
        m.signal(name, "ADDRESS+1")
    m.signal("binary", "ADDRESS+1")
    for name in ("binary_next", "gray_next"):
        m.signal(name, "ADDRESS+1", net=True)
    zero = m.zero("ADDRESS+1")
    m.flip_flops(
        "sync_first <= read_gray; sync_second <= sync_first;",
        f"sync_first <= {zero}; sync_second <= {zero};",
        "two flip-flops against metastability",
    )
    m.assign("binary_next", "binary + (write & ~full)")
    m.assign("gray_next", rng.choice(["(binary_next >> 1) ^ binary_next", "binary_next ^ (binary_next >> 1)"]))
    m.assign("write_index", "binary[ADDRESS-1:0]")
    m.flip_flops(
        "binary <= binary_next; write_gray <= gray_next;", f"binary <= {zero}; write_gray <= {zero};", "pointers"
    )
    low = "sync_second[ADDRESS-2:0]"
    m.flip_flops(
        f"full <= (gray_next == {{~sync_second[ADDRESS:ADDRESS-1], {low}}});",
        "full <= 1'b0;",
        "the two upper bits differ, the others agree",
    )
    size = 1 << bits + 1

    def model() -> Step:
        binary = first = second = full = 0

        def step(i: Values) -> Values:
            nonlocal binary, first, second, full
            out = {"write_gray": binary ^ binary >> 1, "write_index": binary % (size // 2), "full": full}
            binary = (binary + int(i["write"] and not full)) % size
            other = next(k for k in range(size) if k ^ k >> 1 == second)
            full = int((binary - other) % size == size // 2)
            first, second = i["read_gray"], first
            return out

        return step

    reader = 0

    def stimulus(cycle: int) -> Values:
        nonlocal reader
        if cycle == 0 or (cycle * 3 >= 0 and rng.random() < (0.15 if cycle % 40 < 25 else 0.6)):
            reader = (reader + 1) % size if cycle else 0
        return {"write": int(rng.random() < 0.6), "read_gray": reader ^ reader >> 1}

    return clocked_design(m, model, stimulus, 100)
