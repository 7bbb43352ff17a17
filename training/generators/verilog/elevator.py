"""Elevator controllers with floor requests, doors and direction."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._state_machine import declare_states
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "elevator|lift_controller|elevator_ctrl|lift", "elevator controller")
    floors, wait = rng.choice([3, 4]), rng.choice([2, 3])
    m.purpose = f"elevator with {floors} floors, one floor a cycle, the door stays open {wait} cycles"
    m.clock()
    m.input("call", floors, "requests, one bit a floor")
    m.output("floor", 2, register=True)
    m.output("door_open")
    m.output("moving")
    m.signal("pending", floors, "requests not yet served")
    m.signal("timer", 2)
    m.signal("going_up")
    m.signal("above", net=True)
    m.signal("below", net=True)
    declare_states(m, ["IDLE", "MOVE", "OPEN"])
    m.assign("door_open", "(state == OPEN)")
    m.assign("moving", "(state == MOVE)")
    m.assign("above", "|(pending >> (floor + 3'd1))", "a request on a higher floor")
    m.assign("below", f"|(pending & (({floors}'d1 << floor) - {floors}'d1))", "a request on a lower floor")
    arms = (
        "IDLE: if (pending[floor]) begin state <= OPEN; timer <= 2'd0; end else if (above && (going_up || !below)) begin going_up <= 1'b1; state <= MOVE; end "
        "else if (below) begin going_up <= 1'b0; state <= MOVE; end "
        "MOVE: begin floor <= going_up ? floor + 1'b1 : floor - 1'b1; state <= IDLE; end "
        f"OPEN: begin pending[floor] <= 1'b0; if (timer == 2'd{wait - 1}) state <= IDLE; else timer <= timer + 1'b1; end default: state <= IDLE;"
    )
    m.flip_flops(
        f"pending <= pending | call; case (state) {arms} endcase",
        f"state <= IDLE; floor <= 2'd0; pending <= {m.number(0, floors, 'b')}; timer <= 2'd0; going_up <= 1'b1;",
        "keeps its direction while there are requests",
    )

    def model() -> Step:
        at, floor, pending, timer, up = "idle", 0, 0, 0, True

        def step(i: Values) -> Values:
            nonlocal at, floor, pending, timer, up
            out = {"floor": floor, "door_open": int(at == "open"), "moving": int(at == "move")}
            here, above, below = pending >> floor & 1, pending >> (floor + 1), pending & ((1 << floor) - 1)
            pending |= i["call"]
            if at == "idle":
                if here:
                    at, timer = "open", 0
                elif above and (up or not below):
                    at, up = "move", True
                elif below:
                    at, up = "move", False
            elif at == "move":
                floor += 1 if up else -1
                at = "idle"
            else:
                pending &= ~(1 << floor)
                at, timer = ("idle", timer) if timer == wait - 1 else ("open", timer + 1)
            return out

        return step

    return clocked_design(m, model, lambda c: {"call": 1 << rng.randrange(floors) if rng.random() < 0.25 else 0}, 110)
