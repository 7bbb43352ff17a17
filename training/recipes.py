"""The recipe of a turn: which design, changed how. Code is never stored, it is made again from its recipe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from backends.environment import Domain
from icwm.trajectory import code_digest
from training.designs import Design, generate
from training.mutation import mutations

DIGEST_CHARACTERS = 32
"""Of the SHA-256 in hexadecimal: 128 bits tell a hundred thousand texts apart."""

FetchDesign = Callable[["Recipe"], Design]
"""Gives the unchanged public design of a recipe; see ``training.public_corpora``."""


class Stale(ValueError):
    """A recipe that no longer makes the code it was written for: its generator or one of its mutations has changed."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """``family`` is a generator's, or ``owner/name`` of a public repository; then ``source`` is ``owner/name@commit:path``.

    ``mutations`` are applied in order, each with its own seed.
    """

    domain: Domain
    family: str
    seed: int = 0
    mutations: tuple[tuple[str, int], ...] = ()
    source: str = ""

    @property
    def public(self) -> bool:
        return bool(self.source)

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"domain": str(self.domain), "family": self.family, "seed": self.seed}
        if self.mutations:
            found["mutations"] = [list(m) for m in self.mutations]
        return found | ({"source": self.source} if self.source else {})

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Recipe:
        changes = tuple((str(name), int(seed)) for name, seed in data.get("mutations") or ())
        return cls(Domain(data["domain"]), data["family"], int(data["seed"]), changes, data.get("source") or "")


def short_digest(code: str) -> str:
    return code_digest(code)[:DIGEST_CHARACTERS]


def original(recipe: Recipe, fetch: FetchDesign | None = None) -> Design:
    """The design before its mutations. Raises ``Stale`` when the family or the public source is not there."""
    if recipe.public:
        if fetch is None:
            raise Stale(f"{recipe.source}: no public corpora were given")
        return fetch(recipe)
    try:
        return generate(recipe.domain, recipe.family, recipe.seed)
    except KeyError as error:
        raise Stale(f"there is no family {recipe.family} of {recipe.domain} any more") from error


def change(code: str, domain: Domain, name: str, seed: int) -> str | None:
    """``code`` with one mutation; ``None`` where it finds no place. Raises ``Stale`` when there is no such mutation."""
    mutation = mutations(domain).get(name)
    if mutation is None:
        raise Stale(f"there is no mutation {name} of {domain} any more")
    return mutation.change(code, Random(f"{name}/{seed}"))


def build(recipe: Recipe, digest: str | None = None, fetch: FetchDesign | None = None) -> tuple[Design, Design]:
    """The original design and the changed one. Raises ``Stale`` when the code is not that of ``digest``."""
    base = original(recipe, fetch)
    code = base.code
    for name, seed in recipe.mutations:
        changed = change(code, recipe.domain, name, seed)
        if changed is None:
            raise Stale(f"{name} finds no place in {recipe.family} any more")
        code = changed
    if digest is not None and short_digest(code) != digest:
        raise Stale(f"{recipe.family} makes other code than when it was labelled")
    return base, replace(base, code=code)
