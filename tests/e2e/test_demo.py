"""``hardsight demo``, as a newcomer runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HARDSIGHT = str(Path(sys.executable).with_name("hardsight"))
FAULTS = {
    "packet_buffer.v": ("Expected ';'", "+                write_ptr <= write_ptr + 1'b1;"),
    "fused_layer_norm.py": ("`tl.sqroot` does not exist", "+    rstd = 1.0 / tl.sqrt(variance + eps)"),
    "sensor_enclosure.py": ("Workplane has no method 'extrued'", "+        .extrude(LIP_DEPTH)"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_file_goes_through_every_tier_to_a_verified_fix(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    done = subprocess.run(
        [HARDSIGHT, "demo", "--out", str(out), "--file", name],
        capture_output=True,
        text=True,
        timeout=280,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    message, repaired = FAULTS[name]
    for shown in (
        "static tier:",
        message,
        "predicted tier:",
        "confirmed tier:",
        "fix: verified",
        repaired,
        "trajectory",
    ):
        assert shown in done.stdout, f"{shown!r} is missing in\n{done.stdout}"
    assert repaired[1:] in (out / name).read_text()
    assert (out / "session.svg").read_text().startswith("<svg")
    assert (out / "part.svg").exists() == (name == "sensor_enclosure.py")
