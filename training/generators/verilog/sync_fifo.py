"""Synchronous FIFOs with full and empty flags, by pointers or by a count."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Expected, Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "fifo|sync_fifo|fifo_sync|small_fifo|fifo_buffer", "synchronous FIFO")
    width, bits = rng.choice([4, 8, 16]), rng.choice([2, 3, 3])
    depth = 1 << bits
    m.parameter("WIDTH", width)
    m.parameter("DEPTH", depth)
    m.parameter("ADDRESS", bits)
    counted, almost, level = rng.random() < 0.5, rng.random() < 0.35, rng.random() < 0.3
    registered = rng.random() < 0.4
    m.clock()
    m.input("push", note="write request, ignored when full")
    m.input("write_data", "WIDTH", "data in")
    m.input("pop", note="read request, ignored when empty")
    m.output("read_data", "WIDTH", "data out", register=registered)
    m.output("full", note="no space left")
    m.output("empty", note="nothing to read")
    m.signal("memory", "WIDTH", depth="DEPTH")
    extra = "" if counted else "+1"
    m.signal("write_pointer", "ADDRESS" + extra, "next word to write")
    m.signal("read_pointer", "ADDRESS" + extra, "next word to read")
    zero = m.zero("ADDRESS" if counted else "ADDRESS+1")
    m.signal("do_write", net=True)
    m.signal("do_read", net=True)
    m.assign("do_write", "push && !full")
    m.assign("do_read", "pop && !empty")
    at = "" if counted else "[ADDRESS-1:0]"
    m.flip_flops(
        f"if (do_write) begin memory[write_pointer{at}] <= write_data; write_pointer <= write_pointer + 1'b1; end",
        f"write_pointer <= {zero};",
        "write side",
    )
    read = f"read_data <= memory[read_pointer{at}]; " if registered else ""
    cleared = f"read_data <= {m.zero('WIDTH')}; " if registered else ""
    m.flip_flops(
        f"if (do_read) begin {read}read_pointer <= read_pointer + 1'b1; end",
        f"{cleared}read_pointer <= {zero};",
        "read side",
    )
    if counted:
        m.signal("count", "ADDRESS+1", "words held")
        form = rng.randrange(3)
        if form == 0:
            body = "case ({do_write, do_read}) 2'b10: count <= count + 1'b1; 2'b01: count <= count - 1'b1; default: count <= count; endcase"
        elif form == 1:
            body = (
                "if (do_write && !do_read) count <= count + 1'b1; else if (!do_write && do_read) count <= count - 1'b1;"
            )
        else:
            body = "count <= count + do_write - do_read;"
        m.flip_flops(body, f"count <= {m.zero('ADDRESS+1')};", "fill level")
        m.assign("full", "(count == DEPTH)", "flags")
        m.assign("empty", "(count == 0)")
        used = "count"
    else:
        wrapped = "(write_pointer[ADDRESS] != read_pointer[ADDRESS])"
        m.assign(
            "full",
            f"{wrapped} && (write_pointer[ADDRESS-1:0] == read_pointer[ADDRESS-1:0])",
            "pointers differ in the wrap bit only",
        )
        m.assign("empty", "(write_pointer == read_pointer)")
        used = "write_pointer - read_pointer"
        if almost or level:
            m.signal("used", "ADDRESS+1", net=True)
            m.assign("used", used)
            used = "used"
    if not registered:
        m.assign("read_data", f"memory[read_pointer{at}]", "first word falls through")
    if almost:
        m.output("almost_full", note="at most one word of space")
        m.assign("almost_full", f"({used} >= DEPTH - 1)")
    if level:
        m.output("level", "ADDRESS+1", "words held")
        m.assign("level", used)

    def model() -> Step:
        queue: list[int] = []
        held = 0

        def step(i: Values) -> Expected:
            nonlocal held
            n = len(queue)
            shown = held if registered else queue[0] if queue else None
            out = {
                "read_data": shown,
                "full": int(n == depth),
                "empty": int(n == 0),
                "almost_full": int(n >= depth - 1),
                "level": n,
            }
            if i["pop"] and n:
                held = queue.pop(0)
            if i["push"] and n < depth:
                queue.append(i["write_data"])
            return out

        return step

    def stimulus(cycle: int) -> Values:
        phase = cycle // (depth + 4) % 3
        push = (0.95, 0.1, 0.6)[phase] if cycle >= depth else 1.0
        pop = (0.1, 0.95, 0.6)[phase] if cycle >= depth else 0.0
        return {
            "push": int(rng.random() < push),
            "pop": int(rng.random() < pop),
            "write_data": rng.randrange(1, 1 << width),
        }

    return clocked_design(m, model, stimulus, 100)
