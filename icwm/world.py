"""What the world model predicts: the tools, their labels, the numbers, and what each number is measured against."""

from __future__ import annotations

from dataclasses import dataclass

from backends.environment import Domain
from backends.outcome import Label, Stage

FORMAT = 1
"""Of the files in a weights folder."""
LABELS = tuple(label for label in Label if label is not Label.UNAVAILABLE)


@dataclass(frozen=True, slots=True)
class Tool:
    """One head of the model. ``target`` is the architecture an outcome is for."""

    name: str
    domain: Domain
    stage: Stage
    target: str | None = None


TOOLS = (
    Tool("icarus", Domain.VERILOG, Stage.COMPILE),
    Tool("icarus-simulation", Domain.VERILOG, Stage.SIMULATE),
    Tool("verilator", Domain.VERILOG, Stage.LINT),
    Tool("yosys", Domain.VERILOG, Stage.SYNTHESIZE),
    Tool("triton-sm_80", Domain.TRITON, Stage.COMPILE, "sm_80"),
    Tool("triton-sm_90", Domain.TRITON, Stage.COMPILE, "sm_90"),
    Tool("triton-gfx942", Domain.TRITON, Stage.COMPILE, "gfx942"),
    Tool("triton-interpreter", Domain.TRITON, Stage.RUN),
    Tool("cadquery", Domain.CADQUERY, Stage.RUN),
)
TOOL_INDEX = {tool.name: index for index, tool in enumerate(TOOLS)}
"""The order never changes: it is that of the model's heads."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of one tool. ``anchor`` is the static fact that estimates it; a model learns what that leaves.

    ``component`` picks one of a vector (the bounding box).
    """

    name: str
    tool: str
    metric: str
    unit: str
    anchor: str = ""
    component: int | None = None

    def of(self, metrics: dict[str, float | tuple[float, ...]]) -> float | None:
        value = metrics.get(self.metric)
        if isinstance(value, tuple):
            return float(value[self.component]) if self.component is not None and self.component < len(value) else None
        return None if value is None else float(value)


NUMBERS = (
    Number("luts", "yosys", "luts", "LUT"),
    Number("flip_flops", "yosys", "flip_flops", "FF", "verilog_flip_flop_bits"),
    Number("logic_depth", "yosys", "logic_depth", "level"),
    Number("latches", "yosys", "latches", "latch"),
    Number("shared_bytes", "triton-sm_80", "shared_bytes", "byte", "triton_tiles_bytes_staged"),
    Number("registers", "triton-sm_80", "registers", "register"),
    Number("spill_bytes", "triton-sm_80", "spill_bytes", "byte"),
    Number("shared_bytes_sm_90", "triton-sm_90", "shared_bytes", "byte", "triton_tiles_bytes_staged"),
    Number("registers_sm_90", "triton-sm_90", "registers", "register"),
    Number("shared_bytes_gfx942", "triton-gfx942", "shared_bytes", "byte", "triton_tiles_bytes_staged"),
    Number("registers_gfx942", "triton-gfx942", "registers", "register"),
    Number("volume", "cadquery", "volume", "mm^3", "cadquery_estimated_volume"),
    Number("area", "cadquery", "area", "mm^2"),
    Number("size_x", "cadquery", "bounding_box", "mm", "cadquery_estimated_dx", 0),
    Number("size_y", "cadquery", "bounding_box", "mm", "cadquery_estimated_dy", 1),
    Number("size_z", "cadquery", "bounding_box", "mm", "cadquery_estimated_dz", 2),
    Number("solids", "cadquery", "solids", "solid"),
    Number("faces", "cadquery", "faces", "face"),
)
