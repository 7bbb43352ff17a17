"""A source design and the families of generated ones: what every split is made by.

A family is one module of ``training/generators/<domain>/`` with ``generate(rng) -> Design``; the module's name is the
family's. All variants of a family stand on the same side of every split.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

import training.generators
from backends.environment import Domain


@dataclass(frozen=True, slots=True)
class Design:
    """One correct source file with what it runs in.

    ``name`` is its file name (``fifo.v``); ``files`` maps the names of its neighbours (testbench ``tb_fifo.v``, headers,
    imported modules) to their text; ``parameters`` are the choices that made this variant.
    """

    family: str
    name: str
    domain: Domain
    code: str
    files: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, int | float | str] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """Lay the design out in ``folder`` (made if missing); gives the path of the checked file."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in {**self.files, self.name: self.code}.items():
            (folder / name).write_text(text, encoding="utf-8")
        return folder / self.name


Generate = Callable[[Random], Design]


@cache
def families(domain: Domain) -> Mapping[str, Generate]:
    """Every generator of a domain by the name of its family, in alphabetical order."""
    package = importlib.import_module(f"{training.generators.__name__}.{domain}")
    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_"))
    return {name: importlib.import_module(f"{package.__name__}.{name}").generate for name in names}


def generate(domain: Domain, family: str, seed: int) -> Design:
    """The variant of ``family`` that ``seed`` makes; the same seed always makes the same text."""
    return families(domain)[family](Random(f"{domain}/{family}/{seed}"))
