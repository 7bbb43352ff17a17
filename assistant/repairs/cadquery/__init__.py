"""Deterministic repairs for this domain."""

from __future__ import annotations

from assistant.repair import Repair

REPAIRS: tuple[Repair, ...] = ()
