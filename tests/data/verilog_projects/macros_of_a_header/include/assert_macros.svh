`ifndef ASSERT_MACROS_SVH
`define ASSERT_MACROS_SVH
`define ASSERT(name, prop, clk, rst) \
  name: assert property (@(posedge clk) disable iff (rst) (prop)) \
    else $error("%m failed: %s", `"name`");
`define FFARN(q, d, rv, clk, rstn) \
  always_ff @(posedge (clk) or negedge (rstn)) begin \
    if (!(rstn)) q <= (rv); \
    else         q <= (d); \
  end
`endif
