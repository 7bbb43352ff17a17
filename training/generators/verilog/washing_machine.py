"""Sequencers of an appliance: phases with times, pause and abort."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._state_machine import declare_states
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "washing_machine|wash_controller|dishwasher|appliance_ctrl",
        "washing machine controller",
    )
    times = {
        "FILL": rng.choice([2, 3]),
        "WASH": rng.choice([4, 5, 6]),
        "RINSE": rng.choice([3, 4]),
        "SPIN": rng.choice([2, 3, 4]),
    }
    twice = rng.random() < 0.4
    m.purpose = "fill, wash, rinse, spin; stops while the door is open" + (", rinses twice" if twice else "")
    m.clock()
    m.input("start")
    m.input("door_open", note="the time stands still")
    m.output("valve", register=True)
    m.output("motor", register=True)
    m.output("fast", register=True)
    m.output("finished", note="one cycle at the end", register=True)
    m.signal("timer", 3)
    if twice:
        m.signal("again")
    order = ["IDLE", *times]
    declare_states(m, order)
    arms = "IDLE: if (start && !door_open) begin state <= FILL; timer <= 3'd0; end "
    for at, (name, length) in enumerate(times.items(), 1):
        following = order[at + 1] if at + 1 < len(order) else "IDLE"
        last = "finished <= 1'b1;" if following == "IDLE" else ""
        move = f"state <= {following}; timer <= 3'd0; {last}"
        if twice and name == "RINSE":
            move = "timer <= 3'd0; again <= ~again; if (again) state <= SPIN;"
        arms += f"{name}: if (!door_open) begin if (timer == 3'd{length - 1}) begin {move} end else timer <= timer + 1'b1; end "
    arms += "default: state <= IDLE;"
    m.flip_flops(
        f"finished <= 1'b0; case (state) {arms} endcase",
        "state <= IDLE; timer <= 3'd0; finished <= 1'b0;" + (" again <= 1'b0;" if twice else ""),
        "phases",
    )
    m.combinational(
        "valve = 1'b0; motor = 1'b0; fast = 1'b0; case (state) FILL: valve = 1'b1; WASH: motor = !door_open; RINSE: begin valve = 1'b1; motor = !door_open; end "
        "SPIN: begin motor = !door_open; fast = !door_open; end default: ; endcase",
        "actuators",
    )
    length_of = dict(times)

    def model() -> Step:
        at, timer, finished, again = "IDLE", 0, 0, 0

        def step(i: Values) -> Values:
            nonlocal at, timer, finished, again
            shut = 1 - i["door_open"]
            out = {
                "valve": int(at in ("FILL", "RINSE")),
                "motor": int(at in ("WASH", "RINSE", "SPIN") and shut),
                "fast": int(at == "SPIN" and shut),
                "finished": finished,
            }
            finished = 0
            if at == "IDLE":
                if i["start"] and shut:
                    at, timer = "FILL", 0
            elif shut:
                if timer < length_of[at] - 1:
                    timer += 1
                else:
                    timer = 0
                    if twice and at == "RINSE" and not again:
                        again = 1
                    else:
                        again = 0 if at == "RINSE" else again
                        following = ([*order, "IDLE"])[order.index(at) + 1]
                        finished, at = int(following == "IDLE"), following
            return out

        return step

    return clocked_design(
        m, model, lambda c: {"start": int(rng.random() < 0.4), "door_open": int(rng.random() < 0.12)}, 110
    )
