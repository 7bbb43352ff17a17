"""What a mutation is, and the register of them all."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from random import Random

import training.mutations
from backends.environment import Domain

Change = Callable[[str, Random], str | None]


class Kind(StrEnum):
    SEMANTIC = "semantic"
    """Still compiles, mostly; behaves otherwise (off by one, wrong edge, missing mask, radius too large)."""
    SYNTAX = "syntax"
    """What a compiler refuses (missing end, undeclared name, misspelt method)."""
    HALF_TYPED = "half_typed"
    """The code as it stands between two keystrokes."""
    REWRITE = "rewrite"
    """Harmless: renamed signals, other layout, comments, reordered items. The outcome must not change."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """``change`` gives the code with this one error in it, at a place chosen by the generator of random numbers, or
    ``None`` where the code offers no place for it."""

    name: str
    domain: Domain
    kind: Kind
    change: Change


@cache
def mutations(domain: Domain) -> Mapping[str, Mutation]:
    """Every mutation of a domain by its name: those listed as ``MUTATIONS`` by the modules of
    ``training/mutations/<domain>/``."""
    package = importlib.import_module(f"{training.mutations.__name__}.{domain}")
    found: dict[str, Mutation] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(package.__path__)):
        for mutation in getattr(importlib.import_module(f"{package.__name__}.{module}"), "MUTATIONS", ()):
            assert mutation.name not in found, f"two mutations are named {mutation.name}"
            found[mutation.name] = mutation
    return found
