"""Arbiters: fixed priority and round robin, grants registered."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    robin = rng.random() < 0.65
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "rr_arbiter|round_robin_arbiter|arbiter_rr" if robin else "fixed_arbiter|priority_arbiter|arbiter",
        "arbiter",
    )
    size = rng.choice([2, 3, 4, 4])
    bits = max(1, (size - 1).bit_length())
    hold = rng.random() < 0.35
    m.purpose = f"{'round-robin' if robin else 'fixed priority'} arbiter for {size} clients{', the grant stays while requested' if hold else ''}"
    m.clock()
    m.input("request", size, "one bit a client")
    m.output("grant", size, "one-hot, registered", register=True)
    busy = rng.random() < 0.5
    if busy:
        m.output("busy", note="a client holds the grant")
        m.assign("busy", "|grant")
    keep = "if (grant & request) grant <= grant; else " if hold and size > 1 else ""
    keep = keep.replace("if (grant & request)", "if (|(grant & request))")
    if not robin:
        if rng.random() < 0.5:
            body = "grant <= request & (~request + 1'b1);"
        else:
            body = " else ".join(f"if (request[{k}]) grant <= {m.number(1 << k, size, 'b')};" for k in range(size))
            body += f" else grant <= {m.number(0, size, 'b')};"
        m.flip_flops(keep + body, f"grant <= {m.number(0, size, 'b')};", "lowest bit wins")
    elif rng.random() < 0.5:
        m.signal("last", bits, "client served last")
        arms = ""
        for last in range(size):
            order = [(last + 1 + k) % size for k in range(size)]
            chain = " else ".join(
                f"if (request[{k}]) begin grant <= {m.number(1 << k, size, 'b')}; last <= {m.number(k, bits, 'd')}; end"
                for k in order
            )
            label = f"{m.number(last, bits, 'd')}" if last + 1 < size else "default"
            arms += f"{label}: {chain} else grant <= {m.number(0, size, 'b')}; "
        body = f"case (last) {arms} endcase"
        if keep:
            body = f"if (!(|(grant & request))) begin {body} end"
        m.flip_flops(
            body,
            f"grant <= {m.number(0, size, 'b')}; last <= {m.number(size - 1, bits, 'd')};",
            "the client after the last one goes first",
        )
    else:
        m.signal("mask", size, "clients not yet served in this round")
        for name in ("masked", "winner"):
            m.signal(name, size, net=True)
        m.assign("masked", "request & mask")
        m.assign(
            "winner",
            "(|masked) ? (masked & (~masked + 1'b1)) : (request & (~request + 1'b1))",
            "isolate the lowest bit",
        )
        take = "grant <= winner; if (|winner) mask <= ~(winner | (winner - 1'b1));"
        body = f"if (!(|(grant & request))) begin {take} end" if keep else take
        m.flip_flops(body, f"grant <= {m.number(0, size, 'b')}; mask <= {{{size}{{1'b1}}}};", "grant and mask")

    def model() -> Step:
        grant, last = 0, size - 1

        def step(i: Values) -> Values:
            nonlocal grant, last
            out = {"grant": grant, "busy": int(grant > 0)}
            if not (hold and grant & i["request"]):
                order = [(last + 1 + k) % size for k in range(size)] if robin else list(range(size))
                winner = next((k for k in order if i["request"] >> k & 1), None)
                grant = 0 if winner is None else 1 << winner
                last = last if winner is None else winner
            return out

        return step

    return clocked_design(m, model, lambda c: {"request": rng.choice([rng.randrange(1 << size), (1 << size) - 1])}, 80)
