"""Which side of the split each source of designs stands on: fixed in ``splits.csv``, by family and by repository.

No family of the test side is ever trained on, nor used to choose or calibrate anything. Public repositories are either trained
on or make up the second test side, ``public``.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path

from backends.environment import Domain

TABLE = Path(__file__).with_name("splits.csv")


class Side(StrEnum):
    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"
    PUBLIC = "public"
    """Public code that is only tested on."""


SHARES = {Side.TRAIN: 0.7, Side.VALIDATION: 0.1, Side.TEST: 0.2}
"""Of the generators' families."""


@cache
def sides(table: Path = TABLE) -> dict[tuple[str, str], Side]:
    """The side of each (domain, family)."""
    with table.open(newline="", encoding="utf-8") as file:
        return {(row["domain"], row["family"]): Side(row["side"]) for row in csv.DictReader(file)}


def side_of(domain: Domain, family: str) -> Side | None:
    """``None`` for a family that stands in no line yet: it is used for nothing until ``hardsight train splits`` adds it."""
    return sides().get((str(domain), family))


def assigned(domain: Domain, names: Iterable[str], known: dict[tuple[str, str], Side]) -> dict[tuple[str, str], Side]:
    """``known`` with a side for each new family: whichever is furthest below its share, in an order given by their hashes."""
    found = dict(known)
    new = [name for name in names if (str(domain), name) not in known]
    counts = Counter(side for (d, name), side in known.items() if d == domain and "/" not in name)
    for name in sorted(new, key=lambda n: sha256(f"{domain}/{n}".encode()).digest()):
        total = sum(counts.values()) + 1
        side = max(SHARES, key=lambda s: SHARES[s] - counts[s] / total)
        counts[side] += 1
        found[(str(domain), name)] = side
    return found


def write_sides(found: dict[tuple[str, str], Side], table: Path = TABLE) -> None:
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["domain", "family", "side"])
        writer.writerows((domain, family, str(side)) for (domain, family), side in sorted(found.items()))
    sides.cache_clear()
