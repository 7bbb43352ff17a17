"""Yosys commands that map a design to the cells of a target, and measure the longest chain of them."""

from __future__ import annotations

from collections.abc import Sequence

from backends.verilog.cell_statistics import FAMILIES

TARGETS = tuple(FAMILIES)

LIBRARIES = {
    "ice40": ("read_verilog -D ICE40_HX -lib -specify +/ice40/cells_sim.v",),
    "ecp5": ("read_verilog -lib -specify +/ecp5/cells_sim.v +/ecp5/cells_bb.v",),
    "xilinx": ("read_verilog -lib -specify +/xilinx/cells_sim.v", "read_verilog -lib +/xilinx/cells_xtra.v"),
    "generic": (),
}
"""Commands that declare the cells a design may instantiate by itself: PLLs, RAMs, I/O."""

SYNTHESIS = {
    "ice40": "synth_ice40",
    "ecp5": "synth_ecp5",
    "xilinx": "synth_xilinx -flatten -noiopad -noclkbuf",
    "generic": "synth -lut 4",
}

DEPTH_MAP = "depth.v"

_DEPTH_CELLS = {
    "ice40": """
module SB_LUT4(output O, input I0, I1, I2, I3); parameter [15:0] LUT_INIT = 0;
  \\$lut #(.WIDTH(4), .LUT(LUT_INIT)) _TECHMAP_REPLACE_ (.A({I3, I2, I1, I0}), .Y(O)); endmodule
module SB_CARRY(output CO, input I0, I1, CI);
  \\$lut #(.WIDTH(3), .LUT(8'hE8)) _TECHMAP_REPLACE_ (.A({CI, I1, I0}), .Y(CO)); endmodule
""",
    "ecp5": """
module LUT4(input A, B, C, D, output Z); parameter [15:0] INIT = 0;
  \\$lut #(.WIDTH(4), .LUT(INIT)) _TECHMAP_REPLACE_ (.A({D, C, B, A}), .Y(Z)); endmodule
module PFUMX(input ALUT, BLUT, C0, output Z);
  \\$lut #(.WIDTH(3), .LUT(8'hCA)) _TECHMAP_REPLACE_ (.A({C0, ALUT, BLUT}), .Y(Z)); endmodule
module L6MUX21(input D0, D1, SD, output Z);
  \\$lut #(.WIDTH(3), .LUT(8'hCA)) _TECHMAP_REPLACE_ (.A({SD, D1, D0}), .Y(Z)); endmodule
module CCU2C(input CIN, A0, B0, C0, D0, A1, B1, C1, D1, output S0, S1, COUT);
  parameter INIT0 = 0; parameter INIT1 = 0; parameter INJECT1_0 = ""; parameter INJECT1_1 = "";
  \\$lut #(.WIDTH(5), .LUT(32'd1)) sum0 (.A({CIN, D0, C0, B0, A0}), .Y(S0));
  \\$lut #(.WIDTH(9), .LUT(512'd1)) sum1 (.A({CIN, D0, C0, B0, A0, D1, C1, B1, A1}), .Y(S1));
  \\$lut #(.WIDTH(9), .LUT(512'd1)) carry (.A({CIN, D0, C0, B0, A0, D1, C1, B1, A1}), .Y(COUT)); endmodule
""",
    "xilinx": "".join(
        f"module LUT{n}(output O, input {', '.join(f'I{i}' for i in range(n))}); parameter [{2**n - 1}:0] INIT = 0;\n"
        f"  \\$lut #(.WIDTH({n}), .LUT(INIT)) _TECHMAP_REPLACE_ (.A({{{', '.join(f'I{i}' for i in reversed(range(n)))}}}), .Y(O));"
        " endmodule\n"
        for n in range(1, 7)
    )
    + """
module MUXF7(output O, input I0, I1, S);
  \\$lut #(.WIDTH(3), .LUT(8'hCA)) _TECHMAP_REPLACE_ (.A({S, I1, I0}), .Y(O)); endmodule
module MUXF8(output O, input I0, I1, S);
  \\$lut #(.WIDTH(3), .LUT(8'hCA)) _TECHMAP_REPLACE_ (.A({S, I1, I0}), .Y(O)); endmodule
module CARRY4(output [3:0] CO, O, input CI, CYINIT, input [3:0] DI, S);
  genvar i; generate for (i = 0; i < 4; i = i + 1) begin : bit
    \\$lut #(.WIDTH(10), .LUT(1024'd1)) carry (.A({CI, CYINIT, DI, S}), .Y(CO[i]));
    \\$lut #(.WIDTH(10), .LUT(1024'd1)) sum (.A({CI, CYINIT, DI, S}), .Y(O[i]));
  end endgenerate endmodule
""",
    "generic": "",
}
"""Stand-ins made of ``$lut``, the cell that ``ltp`` knows. Only what depends on what is kept, not the function."""


def mapping_commands(target: str, top: str | None, declarations: Sequence[str] = ()) -> list[str]:
    """From the flattened design in ``flat.il`` to ``mapped.json`` (cell counts) and ``depth.txt`` (longest path).

    Latches are allowed and unknown modules stay black boxes, which ``declarations`` declare; both have been told of before.
    """
    name = f" -top {top}" if top else ""
    steps = ["read_rtlil flat.il", *LIBRARIES[target], *declarations]
    match target:
        case "ice40" | "ecp5":
            steps.append(f"{SYNTHESIS[target]}{name} -latches info -run coarse:check")
        case "xilinx":
            steps.append(f"{SYNTHESIS[target]}{name} -run prepare:check")
        case _:
            steps.append(f"{SYNTHESIS[target]}{name} -run coarse:check")
    steps.append("tee -q -o mapped.json stat -json")
    if _DEPTH_CELLS[target]:
        steps.append(f"techmap -map {DEPTH_MAP}")
    return [*steps, "tee -q -o depth.txt ltp -noff w:* t:$lut"]


def depth_map(target: str) -> str:
    """Verilog text to be written to ``DEPTH_MAP``."""
    return _DEPTH_CELLS[target]
