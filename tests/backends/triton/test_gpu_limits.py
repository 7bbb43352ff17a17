"""Limits and theoretical occupancy, against values worked out by hand from the vendors' tables."""

from __future__ import annotations

import pytest

from backends.settings import TritonSettings
from backends.triton.gpu_limits import ARCHITECTURES, architecture, in_kib, occupancy


@pytest.mark.parametrize(
    ("name", "limit"),
    [("sm_75", 64), ("sm_80", 163), ("sm_86", 99), ("sm_90", 227), ("gfx90a", 64), ("gfx942", 64), ("gfx950", 160)],
)
def test_shared_memory_of_a_block(name: str, limit: int) -> None:
    assert ARCHITECTURES[name].shared_per_block == limit * 1024


@pytest.mark.parametrize(
    ("written", "name"),
    [("sm_90", "sm_90"), ("sm90", "sm_90"), ("sm_90a", "sm_90"), ("SM_80", "sm_80"), ("gfx942", "gfx942")],
)
def test_architectures_are_found_as_users_write_them(written: str, name: str) -> None:
    found = architecture(written)
    assert found is not None and found.name == name


def test_unknown_architectures_and_defaults() -> None:
    assert architecture("sm_10000") is None
    assert all(architecture(name) is not None for name in TritonSettings().architectures)


@pytest.mark.parametrize(
    ("name", "registers", "shared", "warps", "percent"),
    [
        ("sm_80", 32, 0, 4, 100.0),
        # 255 registers: 8192 a warp, 2 warps a scheduler, 8 of 64.
        ("sm_80", 255, 0, 4, 12.5),
        # Two blocks of 80 + 1 KiB in 164 KiB: 8 of 64 warps.
        ("sm_80", 32, 80 * 1024, 4, 12.5),
        ("sm_80", 32, 164 * 1024, 4, 0.0),
        ("sm_80", 32, 0, 64, 0.0),
        # 128 vector registers: 512 / 128 = 4 waves of 8.
        ("gfx942", 128, 0, 4, 50.0),
        ("gfx942", 32, 64 * 1024, 4, 12.5),
    ],
)
def test_theoretical_occupancy(name: str, registers: int, shared: int, warps: int, percent: float) -> None:
    assert occupancy(ARCHITECTURES[name], registers=registers, shared=shared, num_warps=warps) == percent


def test_sizes_are_written_in_kib() -> None:
    assert [in_kib(163 * 1024), in_kib(151040)] == ["163 KiB", "147.5 KiB"]
