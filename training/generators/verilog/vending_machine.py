"""Vending machines that count coins and give change."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._state_machine import state_machine
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "vending_machine|vending|coin_machine|vending_ctrl", "vending machine")
    price = rng.choice([15, 20, 25, 30])
    change = rng.random() < 0.6
    m.purpose = f"vends for {price} cents, takes nickels and dimes{', gives change' if change else ''}"
    m.clock()
    m.input("nickel", note="5 cents, one cycle")
    m.input("dime", note="10 cents, one cycle, not together with a nickel")
    levels = price // 5
    m.output("dispense", note="one cycle", register=True)
    if change:
        m.output("give_change", note="5 cents back", register=True)
    top = levels + 1
    states = {}
    for at in range(levels):
        five, ten = f"P{5 * (at + 1)}", f"P{5 * min(at + 2, top)}"
        states[f"P{5 * at}"] = f"if (nickel) goto {five}; else if (dime) goto {ten};"
    states[f"P{price}"] = "goto P0;"
    states[f"P{5 * top}"] = "goto P0;"
    moore = {"dispense": {f"P{price}": 1, f"P{5 * top}": 1}}
    if change:
        moore["give_change"] = {f"P{5 * top}": 1}
    state_machine(m, states, moore=moore)

    def model() -> Step:
        money = 0

        def step(i: Values) -> Values:
            nonlocal money
            sold = money >= price
            out = {"dispense": int(sold), "give_change": int(money > price)}
            if sold:
                money = 0
            else:
                money += 5 if i["nickel"] else 10 if i["dime"] else 0
            return out

        return step

    def stimulus(cycle: int) -> Values:
        coin = rng.choice(["nickel", "dime", "dime", ""])
        return {"nickel": int(coin == "nickel"), "dime": int(coin == "dime")}

    return clocked_design(m, model, stimulus, 80)
