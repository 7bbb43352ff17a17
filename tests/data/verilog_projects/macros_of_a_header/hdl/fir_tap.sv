`include "assert_macros.svh"
module fir_tap #(
  parameter int W = 16,
  parameter logic signed [W-1:0] COEF = '0
) (
  input  logic                  clk,
  input  logic                  rstn,
  input  logic signed [W-1:0]   x_i,
  input  logic signed [2*W-1:0] acc_i,
  output logic signed [W-1:0]   x_o,
  output logic signed [2*W-1:0] acc_o
);
  logic signed [2*W-1:0] prod;
  assign prod = x_i * COEF;
  `FFARN(x_o, x_i, '0, clk, rstn)
  `FFARN(acc_o, acc_i + prod, '0, clk, rstn)
`ifdef FORMAL
  `ASSERT(NoX, !$isunknown(acc_o), clk, !rstn)
`endif
endmodule
