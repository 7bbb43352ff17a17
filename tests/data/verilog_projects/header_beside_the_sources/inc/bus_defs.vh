`ifndef BUS_DEFS_VH
`define BUS_DEFS_VH
`define BUS_AW 8
`define BUS_DW 32
`define BUS_IDLE  2'b00
`define BUS_READ  2'b01
`define BUS_WRITE 2'b10
`endif
