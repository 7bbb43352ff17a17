"""Traffic light controllers with timed phases."""

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
        "traffic_light|traffic_controller|light_ctrl|signal_controller",
        "traffic light controller",
    )
    green, yellow = rng.choice([4, 5, 6, 8]), rng.choice([2, 3])
    sensor, clearance = rng.random() < 0.5, rng.random() < 0.4
    m.parameter("GREEN_TIME", green)
    m.parameter("YELLOW_TIME", yellow)
    m.clock()
    if sensor:
        m.input("car", note="a car waits in the side road")
    m.output("main_light", 3, "{red, yellow, green} of the main road", register=True)
    m.output("side_light", 3, "{red, yellow, green} of the side road", register=True)
    m.signal("timer", 4, "cycles in this phase")
    phases = {"MAIN_GREEN": (1, 4), "MAIN_YELLOW": (2, 4), "SIDE_GREEN": (4, 1), "SIDE_YELLOW": (4, 2)}
    order = ["MAIN_GREEN", "MAIN_YELLOW", "SIDE_GREEN", "SIDE_YELLOW"]
    if clearance:
        phases |= {"ALL_RED": (4, 4)}
        order.insert(2, "ALL_RED")
    declare_states(m, order)
    limit = {"MAIN_GREEN": green, "SIDE_GREEN": green, "MAIN_YELLOW": yellow, "SIDE_YELLOW": yellow, "ALL_RED": 1}
    text = {
        "MAIN_GREEN": "GREEN_TIME",
        "SIDE_GREEN": "GREEN_TIME",
        "MAIN_YELLOW": "YELLOW_TIME",
        "SIDE_YELLOW": "YELLOW_TIME",
    }
    arms = ""
    for at, name in enumerate(order):
        following = order[(at + 1) % len(order)]
        move = f"state <= {following}; timer <= 4'd0;"
        if name == "ALL_RED":
            arms += f"{name}: begin {move} end "
            continue
        waits = " && car" if sensor and name == "MAIN_GREEN" else ""
        test = f"timer >= {text[name]} - 1{waits}" if waits else f"timer == {text[name]} - 1"
        hold = "if (timer != 4'd15) timer <= timer + 1'b1;" if waits else "timer <= timer + 1'b1;"
        arms += f"{name}: if ({test}) begin {move} end else begin {hold} end "
    arms += "default: begin state <= MAIN_GREEN; timer <= 4'd0; end"
    m.flip_flops(f"case (state) {arms} endcase", "state <= MAIN_GREEN; timer <= 4'd0;", "phases")
    lights = " ".join(
        f"{name}: begin main_light = 3'b{a:03b}; side_light = 3'b{b:03b}; end" for name, (a, b) in phases.items()
    )
    m.combinational(
        f"case (state) {lights} default: begin main_light = 3'b100; side_light = 3'b100; end endcase",
        "lights of each phase",
    )

    def model() -> Step:
        at = timer = 0

        def step(i: Values) -> Values:
            nonlocal at, timer
            name = order[at]
            out = {"main_light": phases[name][0], "side_light": phases[name][1]}
            waits = sensor and name == "MAIN_GREEN"
            if timer >= limit[name] - 1 and (not waits or i["car"]):
                at, timer = (at + 1) % len(order), 0
            else:
                timer = min(15, timer + 1)
            return out

        return step

    return clocked_design(m, model, lambda c: {"car": int(c % 50 > 20 and rng.random() < 0.5)} if sensor else {}, 110)
