"""A small set of encoded turns of real generated designs, labelled by what a few milliseconds can tell (slang's own verdict)."""

from __future__ import annotations

from pathlib import Path
from random import Random

from backends.environment import Domain
from backends.outcome import Label
from backends.registry import static_backends
from icwm.facts.verilog import verilog_facts
from training.designs import families
from training.encode import Language, encode_turns, make_language
from training.environments import environment_of
from training.labelled import Answer, LabelledTurn
from training.plan import changed_turn
from training.recipes import Recipe, original, short_digest
from training.splits import Side, side_of
from training.turn_arrays import Turns

FAMILIES = {Side.TRAIN: 7, Side.VALIDATION: 5, Side.TEST: 2}


def small_turns(each: int = 12) -> list[LabelledTurn]:
    """``each`` turns of a few Verilog families of every side. Labels stand in for Icarus; numbers for Yosys."""
    found = []
    for side, count in FAMILIES.items():
        names = [name for name in families(Domain.VERILOG) if side_of(Domain.VERILOG, name) is side][:count]
        for number, name in enumerate(name for name in names for _ in range(each)):
            recipe = Recipe(Domain.VERILOG, name, number)
            planned = changed_turn(number, recipe, original(recipe), Random(number))
            design = planned.design
            environment = environment_of(design)
            static = static_backends(Domain.VERILOG)[0].analyze(design.code, environment)
            label = Label.COMPILATION_ERROR if static.label.failed else Label.PASS
            line = static.errors[0].range.start.line if static.errors else -1
            answers = [Answer("icarus", label, line, static.errors[0].code if static.errors else "", milliseconds=20)]
            bits = verilog_facts(design.code, environment)["flip_flop_bits"]
            answers.append(
                Answer(
                    "yosys",
                    Label.PASS if number % 7 else Label.TIMEOUT,
                    metrics={"flip_flops": bits, "luts": 2 * bits + 3},
                )
            )
            digest, lines = short_digest(design.code), design.code.count("\n") + 1
            found.append(LabelledTurn(number, planned.recipe, digest, lines, tuple(answers)))
    return found


def small_arrays(folder: Path, each: int = 12) -> tuple[Turns, Language]:
    turns = small_turns(each)
    language = make_language(turns)
    return Turns.load([path for path, _ in encode_turns(turns, language, folder)]), language
