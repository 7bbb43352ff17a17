`timescale 1ns/1ps
module tb;
  reg clk = 0, rst_n = 0, w = 0, r = 0; reg [7:0] din; wire [7:0] dout; wire full, empty; wire [4:0] level;
  reg [7:0] q [0:15]; integer h, t, n, i, s; reg [7:0] e; reg dw, dr;
  sync_fifo dut(.clk(clk), .rst_n(rst_n), .wr_en(w), .rd_en(r), .din(din), .dout(dout), .full(full), .empty(empty), .level(level));
  always #5 clk = ~clk;
  initial begin
    s = 4; h = 0; t = 0; n = 0; e = 0; repeat (2) @(negedge clk); if (empty !== 1 || full !== 0 || dout !== 0) $fatal(1, "reset"); rst_n = 1;
    for (i = 0; i < 3000; i = i + 1) begin
      w = ((i / 60) % 2 == 0) ? ($random(s) % 4 != 0) : ($random(s) % 4 == 0); r = ((i / 60) % 2 == 1) ? ($random(s) % 4 != 0) : ($random(s) % 4 == 0); din = ($random(s) >> 11);
      #1 if (full !== (n == 16) || empty !== (n == 0) || level !== n) $fatal(1, "flags %0d", n);
      dw = w && n < 16; dr = r && n > 0;
      if (dr) begin e = q[h]; h = (h + 1) % 16; end
      if (dw) begin q[t] = din; t = (t + 1) % 16; end
      n = n + dw - dr;
      @(negedge clk); if (dout !== e) $fatal(1, "dout %h %h", dout, e);
    end
    $display("PASS"); $finish;
  end
endmodule
