"""Locks that open after a sequence of keys, with an alarm after wrong tries."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._state_machine import declare_states
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng, __name__.rpartition(".")[2], "code_lock|combination_lock|digital_lock|door_lock", "combination lock"
    )
    secret = [rng.randrange(1, 10) for _ in range(rng.choice([3, 4]))]
    tries = rng.choice([0, 2, 3])
    m.purpose = f"opens after the keys {' '.join(map(str, secret))}" + (
        f", alarm after {tries} wrong tries" if tries else ""
    )
    m.clock()
    m.input("key_valid", note="a key is pressed, one cycle")
    m.input("key", 4)
    m.input("lock", note="closes again")
    m.output("unlocked")
    if tries:
        m.output("alarm", note="until reset")
        m.signal("wrong", 2, "wrong tries")
        m.assign("alarm", f"(wrong == 2'd{tries})")
    states = [f"WAIT{at}" for at in range(len(secret))] + ["OPEN"]
    declare_states(m, states)
    m.assign("unlocked", "(state == OPEN)")
    arms = ""
    fail = f"state <= WAIT0; {f'if (wrong != 2{chr(39)}d{tries}) wrong <= wrong + 1{chr(39)}b1;' if tries else ''}"
    guard = " && !alarm" if tries else ""
    for at, digit in enumerate(secret):
        done = "wrong <= 2'd0;" if tries and at == len(secret) - 1 else ""
        arms += f"WAIT{at}: if (key_valid{guard}) begin if (key == 4'd{digit}) begin state <= {states[at + 1]}; {done} end else begin {fail} end end "
    arms += "OPEN: if (lock) state <= WAIT0; default: state <= WAIT0;"
    m.flip_flops(
        f"case (state) {arms} endcase",
        "state <= WAIT0;" + (" wrong <= 2'd0;" if tries else ""),
        "one state for each key",
    )

    def model() -> Step:
        at = wrong = 0

        def step(i: Values) -> Values:
            nonlocal at, wrong
            alarm = tries > 0 and wrong == tries
            out = {"unlocked": int(at == len(secret)), "alarm": int(alarm)}
            if at == len(secret):
                at = 0 if i["lock"] else at
            elif i["key_valid"] and not alarm:
                if i["key"] == secret[at]:
                    at += 1
                    wrong = 0 if at == len(secret) else wrong
                else:
                    at, wrong = 0, min(wrong + 1, tries) if tries else 0
            return out

        return step

    place = 0

    def stimulus(cycle: int) -> Values:
        nonlocal place
        if rng.random() < 0.3:
            return {"key_valid": 0, "key": rng.randrange(10), "lock": int(rng.random() < 0.3)}
        good = secret[place % len(secret)]
        place += 1
        return {
            "key_valid": 1,
            "key": good if rng.random() < 0.93 else rng.randrange(10),
            "lock": int(place % (2 * len(secret)) == 0),
        }

    return clocked_design(m, model, stimulus, 90)
