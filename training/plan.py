"""Which turn comes when: families interleaved, so that any number of turns, counted from the first, is a useful data set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TypeVar

from backends.environment import Domain
from training.designs import Design, families
from training.mutation import Kind, mutations
from training.recipes import Recipe, change, original

T = TypeVar("T")

VARIANTS = 400
"""Seeds a family is drawn from: few enough that one design is met whole and with different errors."""
HARMLESS = 1 / 3
"""Share of turns that are unchanged or harmlessly rewritten."""
ERRORS = ((1, 0.55), (2, 0.25), (3, 0.12), (4, 0.08))
"""How many errors the others have at once."""
KINDS = ((Kind.SEMANTIC, 0.68), (Kind.SYNTAX, 0.20), (Kind.HALF_TYPED, 0.12))
REWRITTEN = 0.3
"""Share of turns with errors that are rewritten too, so that a rewriting says nothing about the outcome."""
ATTEMPTS = 8

TOOLS: dict[Domain, tuple[tuple[str, float], ...]] = {
    Domain.VERILOG: (("icarus", 1.0), ("icarus-simulation", 1.0), ("verilator", 0.4), ("yosys", 0.25)),
    Domain.TRITON: (
        ("triton-sm_80", 1.0),
        ("triton-interpreter", 1.0),
        ("triton-sm_90", 0.15),
        ("triton-gfx942", 0.15),
    ),
    Domain.CADQUERY: (("cadquery", 1.0),),
}
"""The tools that are asked, and for which share of the turns: slow ones seldom."""


@dataclass(frozen=True, slots=True)
class PlannedTurn:
    """A recipe, the design it makes and the tools to ask."""

    number: int
    recipe: Recipe
    design: Design
    tools: tuple[str, ...]


def planned_turn(domain: Domain, number: int, seed: int) -> PlannedTurn:
    """Turn ``number`` of the collection named ``seed``: always the same while generators and mutations are."""
    rng = Random(f"{domain}/{seed}/{number}")
    recipe = Recipe(domain, _family(domain, number, seed), rng.randrange(VARIANTS))
    return changed_turn(number, recipe, original(recipe), rng)


def changed_turn(number: int, recipe: Recipe, base: Design, rng: Random) -> PlannedTurn:
    """``base`` with harmless rewritings, or with errors."""
    if rng.random() < HARMLESS:
        kinds = [Kind.REWRITE] * rng.choice((0, 1, 1, 2))
    else:
        kinds = [_weighted(KINDS, rng) for _ in range(_weighted(ERRORS, rng))]
        # Half-typed code is what the last keystroke left.
        kinds.sort(key=lambda kind: kind is Kind.HALF_TYPED)
        if rng.random() < REWRITTEN:
            kinds.insert(0, Kind.REWRITE)
    code, applied = base.code, []
    for kind in kinds:
        step = _apply(code, recipe.domain, kind, rng)
        if step is not None:
            code, made = step
            applied.append(made)
    tools = tuple(tool for tool, share in TOOLS[recipe.domain] if rng.random() < share)
    return PlannedTurn(number, replace(recipe, mutations=tuple(applied)), replace(base, code=code), tools)


def _family(domain: Domain, number: int, seed: int) -> str:
    """Each round goes once through all families, in another order."""
    names = list(families(domain))
    lap, place = divmod(number, len(names))
    Random(f"{domain}/{seed}/lap {lap}").shuffle(names)
    return names[place]


def _apply(code: str, domain: Domain, kind: Kind, rng: Random) -> tuple[str, tuple[str, int]] | None:
    names = [m.name for m in mutations(domain).values() if m.kind is kind]
    for _ in range(ATTEMPTS if names else 0):
        made = (rng.choice(names), rng.randrange(1 << 24))
        changed = change(code, domain, *made)
        if changed is not None and changed != code:
            return changed, made
    return None


def _weighted(choices: tuple[tuple[T, float], ...], rng: Random) -> T:
    return rng.choices([c for c, _ in choices], [w for _, w in choices])[0]
