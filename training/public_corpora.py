"""Designs out of local clones of public repositories, named by commit and path. Their code is read, never kept."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from random import Random

from backends.domains import domain_of, environment_for
from backends.environment import Domain
from training.designs import Design
from training.environments import FOLDERS, settings_for
from training.plan import PlannedTurn, changed_turn
from training.recipes import FetchDesign, Recipe, Stale
from training.splits import Side

PARTS: dict[str, tuple[Domain, tuple[str, ...]]] = {
    "alexforencich/verilog-axi": (Domain.VERILOG, ("rtl/",)),
    "alexforencich/verilog-ethernet": (Domain.VERILOG, ("rtl/",)),
    "YosysHQ/picorv32": (Domain.VERILOG, ("picorv32.v", "picosoc/")),
    "olofk/serv": (Domain.VERILOG, ("rtl/",)),
    "darklife/darkriscv": (Domain.VERILOG, ("rtl/",)),
    "secworks/aes": (Domain.VERILOG, ("src/rtl/",)),
    "secworks/sha256": (Domain.VERILOG, ("src/rtl/",)),
    "bespoke-silicon-group/basejump_stl": (Domain.VERILOG, ("bsg_",)),
    "pulp-platform/common_cells": (Domain.VERILOG, ("src/",)),
    "ZipCPU/wb2axip": (Domain.VERILOG, ("rtl/",)),
    "FlagOpen/FlagGems": (Domain.TRITON, ("src/flag_gems/ops/", "src/flag_gems/fused/")),
    "linkedin/Liger-Kernel": (Domain.TRITON, ("src/",)),
    "fla-org/flash-linear-attention": (Domain.TRITON, ("fla/",)),
    "triton-lang/triton": (Domain.TRITON, ("python/tutorials/",)),
    "CadQuery/cadquery": (Domain.CADQUERY, ("examples/", "tests/")),
    "CadQuery/cadquery-contrib": (Domain.CADQUERY, ("",)),
    "gumyr/cq_warehouse": (Domain.CADQUERY, ("",)),
    "michaelgale/cq-kit": (Domain.CADQUERY, ("",)),
}
"""The repositories that are used and the parts of them whose files are taken."""
TESTED = (
    "YosysHQ/picorv32", "secworks/sha256", "pulp-platform/common_cells", "linkedin/Liger-Kernel", "gumyr/cq_warehouse",
    "michaelgale/cq-kit",
)  # fmt: skip
"""The repositories that are only tested on."""
SIDES = {name: Side.PUBLIC if name in TESTED else Side.TRAIN for name in PARTS}
FOLDERS_OF = {
    "bespoke-silicon-group/basejump_stl": "bsg_misc", "pulp-platform/common_cells": "include", "FlagOpen/FlagGems": "src",
    "linkedin/Liger-Kernel": "src", "gumyr/cq_warehouse": "src", "alexforencich/verilog-ethernet": "lib/axis/rtl",
}  # fmt: skip
"""Where headers and packages of a repository are found."""
MAX_BYTES = 60_000
SOURCES = {Domain.VERILOG: (".v", ".sv", ".vh", ".svh"), Domain.TRITON: (".py",), Domain.CADQUERY: (".py",)}
ROOT = "/repository"


@dataclass(frozen=True)
class Clone:
    """One repository on disk (with or without a work tree) at one commit."""

    name: str
    folder: Path
    commit: str
    domain: Domain
    texts: dict[str, str] = field(repr=False)
    """Every source of the repository by its path."""

    @property
    def paths(self) -> list[str]:
        """Of the files that are designs of the domain, in alphabetical order."""
        parts = PARTS[self.name][1]
        return [
            path
            for path, text in sorted(self.texts.items())
            if path.startswith(parts) and len(text) <= MAX_BYTES and _is_design(self.domain, path, text)
        ]

    def design(self, path: str) -> Design:
        """The file with what it needs of its repository: instantiated modules, headers, imported modules."""
        return _design(self.name, self.domain, path, tuple(sorted(self.texts.items())))


def clone(name: str, folder: Path, commit: str = "HEAD") -> Clone:
    """Reads a repository. Raises ``ValueError`` for one that is not listed or cannot be read."""
    if name not in PARTS:
        raise ValueError(f"{name} is not one of the repositories that are used: {', '.join(sorted(PARTS))}")
    domain = PARTS[name][0]
    resolved = _git(folder, "rev-parse", commit).strip()
    wanted = SOURCES[domain]
    texts = {}
    for line in _git(folder, "ls-tree", "-r", "-l", resolved).splitlines():
        facts, _, path = line.partition("\t")
        _, kind, digest, size = facts.split()
        if kind == "blob" and path.endswith(wanted) and size.isdigit() and int(size) <= 4 * MAX_BYTES:
            texts[path] = digest
    return Clone(name, folder, resolved, domain, _contents(folder, texts))


def clones_named(arguments: Sequence[str]) -> list[Clone]:
    """From ``OWNER/NAME=FOLDER`` each. Raises ``ValueError``."""
    return [clone(name, Path(folder)) for name, _, folder in (argument.partition("=") for argument in arguments)]


def public_plan(clones: Sequence[Clone], domain: Domain, seed: int) -> list[tuple[Clone, str]]:
    """Every design of the clones, repositories interleaved."""
    queues = [[(c, p) for p in c.paths] for c in clones if c.domain is domain]
    for queue in queues:
        Random(f"{seed}/{queue[0][0].name if queue else ''}").shuffle(queue)
    longest = max((len(q) for q in queues), default=0)
    return [queue[at] for at in range(longest) for queue in queues if at < len(queue)]


def public_turn(plan: Sequence[tuple[Clone, str]], number: int, seed: int) -> PlannedTurn:
    """Turn ``number``: each file first as it is, then, in later rounds, changed."""
    lap, place = divmod(number, len(plan))
    where, path = plan[place]
    recipe = Recipe(where.domain, where.name, lap, source=f"{where.name}@{where.commit}:{path}")
    base = where.design(path)
    rng = Random(f"public/{seed}/{number}")
    planned = changed_turn(number, recipe, base, rng)
    return planned if lap else PlannedTurn(number, recipe, base, planned.tools)


def fetcher(clones: Sequence[Clone]) -> FetchDesign:
    """For ``training.recipes.build``: gives the design of a public recipe out of these clones."""
    known = {c.name: c for c in clones}

    @lru_cache(maxsize=256)
    def fetch(recipe: Recipe) -> Design:
        name, _, rest = recipe.source.partition("@")
        commit, _, path = rest.partition(":")
        if name not in known:
            raise Stale(f"{name} is not among the public corpora given")
        if known[name].commit != commit:
            known[name] = clone(name, known[name].folder, commit)
        if path not in known[name].texts:
            raise Stale(f"{recipe.source} does not exist")
        return known[name].design(path)

    return fetch


@lru_cache(maxsize=512)
def _design(name: str, domain: Domain, path: str, texts: tuple[tuple[str, str], ...]) -> Design:
    overlay = {f"{ROOT}/{p}": t for p, t in texts}
    code = overlay[f"{ROOT}/{path}"]
    folders = FOLDERS_OF.get(name, "")
    settings = settings_for(domain, tuple(f for f in (folders,) if f))
    environment = environment_for(domain, f"{ROOT}/{path}", code, ROOT, settings, overlay)
    files = {f.path.removeprefix(f"{ROOT}/"): f.text for f in environment.files}
    return Design(name, path, domain, code, files, {FOLDERS: folders} if folders else {})


def _is_design(domain: Domain, path: str, text: str) -> bool:
    if domain is Domain.VERILOG:
        return path.endswith((".v", ".sv")) and "module" in text
    return domain_of(path, text) is domain


def _contents(folder: Path, digests: dict[str, str]) -> dict[str, str]:
    """All blobs by one process. What is not UTF-8, or absent from a partial clone, is left out."""
    found = {}
    request = "".join(f"{digest}\n" for digest in digests.values()).encode()
    output = subprocess.run(
        ["git", "-C", str(folder), "cat-file", "--batch"], input=request, capture_output=True, check=True
    ).stdout
    at = 0
    for path in digests:
        head, _, _ = output[at:].partition(b"\n") if len(output) - at < 256 else output[at : at + 256].partition(b"\n")
        at += len(head) + 1
        parts = head.split()
        if len(parts) != 3:
            continue
        raw = output[at : at + int(parts[2])]
        at += int(parts[2]) + 1
        try:
            found[path] = raw.decode("utf-8")
        except UnicodeDecodeError:
            continue
    return found


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    if done.returncode != 0:
        raise ValueError(f"{folder}: {done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout.decode("utf-8", "replace")
