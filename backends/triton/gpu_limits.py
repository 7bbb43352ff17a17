"""What each GPU architecture allows a kernel, and how many of its warps then fit.

NVIDIA: CUDA C++ Programming Guide, "Compute Capabilities", table "Technical Specifications per Compute Capability"
(shared memory per block is the opt-in maximum; from 8.0 on the driver keeps 1 KiB per block for itself) and the register
allocation granularity of the CUDA Occupancy Calculator.
AMD: "AMD Instinct MI300 Instruction Set Architecture", "AMD Instinct MI200 ISA", "RDNA3/RDNA4 Instruction Set
Architecture" (chapter on the kernel state: LDS and VGPR allocation), and the LLVM AMDGPU back end's user guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Architecture:
    """Limits of one architecture. Memory in bytes, registers in 32-bit registers a thread unless said otherwise."""

    name: str
    title: str
    backend: str
    """``cuda`` or ``hip``, as Triton calls them."""
    arch: int | str
    """What ``GPUTarget`` takes: 80, or ``"gfx942"``."""
    warp_size: int
    shared_per_block: int
    shared_per_sm: int
    shared_reserved: int
    """What the driver takes from each block's share."""
    warps_per_sm: int
    blocks_per_sm: int
    registers_per_thread: int
    registers_per_sm: int
    """NVIDIA: of an SM. AMD: vector registers of a lane in one SIMD unit, shared by its waves."""
    register_granule: int
    """NVIDIA: registers a warp is given at a time. AMD: vector registers a lane is given at a time."""
    simds_per_sm: int = 4
    capability: tuple[int, int] = (0, 0)
    sm_count: int = 108
    threads_per_block: int = 1024

    @property
    def properties(self) -> dict[str, Any]:
        """What the job files tell user code about the GPU it seems to run on."""
        return {
            "backend": self.backend,
            "arch": self.arch,
            "warpSize": self.warp_size,
            "capability": list(self.capability),
            "name": self.title,
            "multiprocessor_count": self.sm_count,
            "max_shared_mem": self.shared_per_block,
            "max_num_regs": self.registers_per_sm if self.backend == "cuda" else 65536,
            "cuda": "12.8" if self.backend == "cuda" else None,
            "hip": "6.4" if self.backend == "hip" else None,
        }


KIB = 1024


def _nvidia(major: int, minor: int, title: str, block: int, sm: int, warps: int, blocks: int, sms: int) -> Architecture:
    number = major * 10 + minor
    return Architecture(
        name=f"sm_{number}",
        title=title,
        backend="cuda",
        arch=number,
        warp_size=32,
        shared_per_block=block * KIB,
        shared_per_sm=sm * KIB,
        shared_reserved=KIB if major >= 8 else 0,
        warps_per_sm=warps,
        blocks_per_sm=blocks,
        registers_per_thread=255,
        registers_per_sm=65536,
        register_granule=256,
        capability=(major, minor),
        sm_count=sms,
    )


def _amd(
    name: str,
    title: str,
    warp: int,
    block: int,
    cu: int,
    waves: int,
    registers: int,
    granule: int,
    simds: int,
    cus: int,
) -> Architecture:
    return Architecture(
        name=name,
        title=title,
        backend="hip",
        arch=name,
        warp_size=warp,
        shared_per_block=block * KIB,
        shared_per_sm=cu * KIB,
        shared_reserved=0,
        warps_per_sm=waves * simds,
        blocks_per_sm=32,
        registers_per_thread=512 if warp == 64 else 256,
        registers_per_sm=registers,
        register_granule=granule,
        simds_per_sm=simds,
        capability=(9, 4) if warp == 64 else (11, 0),
        sm_count=cus,
    )


ARCHITECTURES: dict[str, Architecture] = {
    a.name: a
    for a in (
        _nvidia(7, 5, "Turing (T4)", 64, 64, 32, 16, 40),
        _nvidia(8, 0, "Ampere (A100)", 163, 164, 64, 32, 108),
        _nvidia(8, 6, "Ampere (A10, RTX 30)", 99, 100, 48, 16, 72),
        _nvidia(8, 9, "Ada (L4, RTX 40)", 99, 100, 48, 24, 58),
        _nvidia(9, 0, "Hopper (H100)", 227, 228, 64, 32, 132),
        _nvidia(10, 0, "Blackwell (B200)", 227, 228, 64, 32, 148),
        _nvidia(12, 0, "Blackwell (RTX 50)", 99, 100, 48, 24, 170),
        _amd("gfx90a", "CDNA 2 (MI250)", 64, 64, 64, 8, 512, 8, 4, 104),
        _amd("gfx942", "CDNA 3 (MI300X)", 64, 64, 64, 8, 512, 8, 4, 304),
        _amd("gfx950", "CDNA 4 (MI355X)", 64, 160, 160, 8, 512, 8, 4, 256),
        _amd("gfx1100", "RDNA 3 (RX 7900)", 32, 64, 128, 16, 1536, 24, 2, 48),
        _amd("gfx1201", "RDNA 4 (RX 9070)", 32, 64, 128, 16, 1536, 24, 2, 32),
    )
}


def architecture(name: str) -> Architecture | None:
    """By name as users write it: ``sm_90``, ``sm90``, ``sm_90a``, ``gfx942``."""
    key = name.strip().lower()
    if key.startswith("sm") and not key.startswith("sm_"):
        key = "sm_" + key[2:]
    if key.startswith("sm_"):
        key = key.rstrip("af")
    return ARCHITECTURES.get(key)


def _up(value: int, granule: int) -> int:
    return -(-value // granule) * granule


def occupancy(gpu: Architecture, *, registers: int, shared: int, num_warps: int) -> float:
    """Theoretical occupancy in percent: resident warps over the most an SM (AMD: compute unit) holds.

    0.0 when not even one block fits.
    """
    if num_warps * gpu.warp_size > gpu.threads_per_block or shared > gpu.shared_per_block:
        return 0.0
    by_warps = gpu.warps_per_sm // num_warps
    per_block = shared + gpu.shared_reserved
    by_shared = gpu.shared_per_sm // per_block if per_block else gpu.blocks_per_sm
    if gpu.backend == "cuda":
        per_warp = _up(max(registers, 1) * gpu.warp_size, gpu.register_granule)
        # Warps are spread over four schedulers, each with a quarter of the registers.
        warps = gpu.registers_per_sm // gpu.simds_per_sm // per_warp * gpu.simds_per_sm
        by_registers = warps // num_warps
    else:
        per_lane = _up(max(registers, 1), gpu.register_granule)
        waves = min(gpu.warps_per_sm // gpu.simds_per_sm, gpu.registers_per_sm // per_lane)
        by_registers = waves * gpu.simds_per_sm // num_warps
    blocks = min(by_warps, by_shared, by_registers, gpu.blocks_per_sm)
    return 100.0 * blocks * num_warps / gpu.warps_per_sm


def in_kib(size: int) -> str:
    """``163 KiB``, ``147.5 KiB``."""
    return f"{size / KIB:.6g} KiB"
