module uart_core (clk, rst, data, start, txd, busy, pad);
  input        clk;
  input        rst;
  input  [7:0] data;
  input        start;
  output       txd;
  output       busy;
  inout        pad;
  wire         tick;
  reg    [9:0] sh;
  reg    [3:0] n;
  wire         buf_o;

  assign busy = |n;
  assign txd  = sh[0];
  baud #(4) u_baud (clk, rst, 1'b1, tick);
  cell_buf u_buf (.a(txd), .y(buf_o));
  assign pad = busy ? buf_o : 1'bz;

  function [9:0] frame;
    input [7:0] d;
    begin
      frame = {1'b1, d, 1'b0};
    end
  endfunction

  always @(posedge clk or posedge rst)
    if (rst) begin
      sh <= 10'h3ff;
      n  <= 4'd0;
    end
    else if (start && !busy) begin
      sh <= frame(data);
      n  <= 4'd10;
    end
    else if (tick && busy) begin
      sh <= {1'b1, sh[9:1]};
      n  <= n - 4'd1;
    end
endmodule
