module stream_top (
  input  logic       clk,
  input  logic       rst_n,
  input  logic       in_valid,
  output logic       in_ready,
  input  logic [7:0] in_data,
  output logic       out_valid,
  input  logic       out_ready,
  output logic [7:0] out_data
);
  stream_if #(.W(8)) a (.clk, .rst_n);
  stream_if #(.W(8)) b (.clk, .rst_n);
  assign a.valid = in_valid;
  assign a.data = in_data;
  assign in_ready = a.ready;
  assign out_valid = b.valid;
  assign out_data = b.data;
  assign b.ready = out_ready;
  skid #(.W(8)) u_skid (.s(a), .m(b));
endmodule
