`ifndef SERIAL_DEFS_VH
`define SERIAL_DEFS_VH

`define SERIAL_WIDTH 8
`define SERIAL_DIVIDER 4

`endif
