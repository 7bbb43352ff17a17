interface stream_if #(parameter int W = 8) (input logic clk, input logic rst_n);
  logic         valid;
  logic         ready;
  logic [W-1:0] data;
  modport source (input clk, rst_n, ready, output valid, data);
  modport sink   (input clk, rst_n, valid, data, output ready);
endinterface
