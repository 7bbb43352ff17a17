"""The FPGA a design is placed in: nextpnr's options for it, and how many pins it has."""

from __future__ import annotations

from dataclasses import dataclass

_ICE40_PACKAGES = {
    "lp384": "cm49", "lp1k": "cm121", "lp4k": "cm225", "lp8k": "cm225", "hx1k": "tq144", "hx4k": "tq144", "hx8k": "ct256",
    "up3k": "sg48", "up5k": "sg48", "u1k": "sg48", "u2k": "sg48", "u4k": "sg48",
}  # fmt: skip
_ECP5_DEVICES = ("12k", "25k", "45k", "85k", "um-25k", "um-45k", "um-85k", "um5g-25k", "um5g-45k", "um5g-85k")
_DEFAULTS = {"ice40": "hx8k", "ecp5": "25k"}


@dataclass(frozen=True, slots=True)
class Device:
    """``options`` select it on nextpnr's command line; ``name`` is what a reader calls it."""

    architecture: str
    name: str
    options: tuple[str, ...]
    synthesis_options: str = ""
    """For Yosys, whose timing model differs between the families of iCE40."""


def device_for(architecture: str, configured: str | None) -> Device | str:
    """The device named by the setting (``hx8k``, ``hx8k-ct256``, ``25k``, ``um5g-85k-CABGA381``); a text says what is wrong."""
    wanted = (configured or _DEFAULTS[architecture]).strip()
    if architecture == "ice40":
        device, _, package = wanted.lower().partition("-")
        if device not in _ICE40_PACKAGES or not (package or "a").isalnum():
            return f"unknown iCE40 device `{wanted}` (verilog.device); it can be {', '.join(_ICE40_PACKAGES)}, with `-package`."
        package = package or _ICE40_PACKAGES[device]
        family = device.rstrip("0123456789k")
        options = f" -device {family if family in ('hx', 'lp') else 'u'}"
        return Device(architecture, f"{device}-{package}", (f"--{device}", "--package", package), options)
    matching = [d for d in _ECP5_DEVICES if wanted.lower() == d or wanted.lower().startswith(f"{d}-")]
    package = wanted[len(matching[0]) + 1 :] if matching else ""
    if not matching or not (package or "a").isalnum():
        return (
            f"unknown ECP5 device `{wanted}` (verilog.device); it can be {', '.join(_ECP5_DEVICES)}, with `-package`."
        )
    package = package.upper() or "CABGA381"
    return Device(architecture, f"{matching[0]}-{package}", (f"--{matching[0]}", "--package", package))
