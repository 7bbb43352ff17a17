"""A part as far as numbers alone describe it: volume, extent, and the wires that wait to be extruded."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Part:
    """What a chain has made so far. ``pending`` is the area of the wires to be extruded, ``ex`` by ``ey`` their extent."""

    volume: float = 0.0
    dx: float = 0.0
    dy: float = 0.0
    dz: float = 0.0
    pending: float = 0.0
    ex: float = 0.0
    ey: float = 0.0
    points: int = 1
    plane: str = "XY"
    path: tuple[tuple[float, float], ...] = ()
    offset: float = 0.0
    added: float = 0.0
    removed: float = 0.0

    def grown(self, volume: float, width: float, depth: float, height: float) -> Part:
        """With a body of this extent along the plane's own axes."""
        x, y, z = {"XY": (width, depth, height), "XZ": (width, height, depth), "YZ": (height, width, depth)}.get(
            self.plane, (width, depth, height)
        )
        return replace(
            self, volume=self.volume + volume, added=self.added + volume, dx=max(self.dx, x), dy=max(self.dy, y),
            dz=max(self.dz, z), pending=0.0, ex=0.0, ey=0.0, points=1, path=(),
        )  # fmt: skip

    def cut(self, volume: float) -> Part:
        return replace(
            self, volume=max(self.volume - volume, 0.02 * self.volume), removed=self.removed + volume, pending=0.0, ex=0.0,
            ey=0.0, points=1, path=(),
        )  # fmt: skip

    def outlined(self, area: float, width: float, depth: float) -> Part:
        """With one more closed wire; one inside another is a hole in it."""
        area *= self.points
        inner = 0 < area < self.pending
        pending = self.pending - area if inner else self.pending + area
        return replace(self, pending=pending, ex=max(self.ex, width), ey=max(self.ey, depth))

    @property
    def depth(self) -> float:
        """How deep a through cut goes, across the plane that is worked on."""
        return {"XY": self.dz, "XZ": self.dy, "YZ": self.dx}.get(self.plane, self.dz) or min(
            d for d in (self.dx, self.dy, self.dz, math.inf) if d > 0
        )


def joined(part: Part, other: Part) -> Part:
    """Both together, as if they did not overlap."""
    return replace(
        part, volume=part.volume + other.volume, added=part.added + other.added, removed=part.removed + other.removed,
        dx=max(part.dx, other.dx), dy=max(part.dy, other.dy), dz=max(part.dz, other.dz),
    )  # fmt: skip


def shoelace(path: tuple[tuple[float, float], ...]) -> float:
    """The signed area within a closed path."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(path, (*path[1:], path[0]), strict=True)) / 2
