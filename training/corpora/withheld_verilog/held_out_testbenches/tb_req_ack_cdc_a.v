`timescale 1ns/1ps
module tb;
  reg a = 0, b = 0, ra = 0, rb = 0, send = 0; reg [7:0] d; wire rdy, v; wire [7:0] q; integer i, s, n, w; reg [7:0] x;
  req_ack_cdc dut(.src_clk(a), .src_rst_n(ra), .src_data(d), .src_send(send), .src_ready(rdy), .dst_clk(b), .dst_rst_n(rb), .dst_data(q), .dst_valid(v));
  always #5 a = ~a; always #8.3 b = ~b;
  always @(negedge b) if (rb && v === 1) begin n = n + 1; if (q !== x) $fatal(1, "data %h %h", q, x); end
  initial begin
    s = 3; n = 0; d = 0; #40 if (rdy !== 1 || v !== 0 || q !== 0) $fatal(1, "reset"); @(negedge a) ra = 1; rb = 1;
    for (i = 1; i < 60; i = i + 1) begin
      @(negedge a); w = 0; while (rdy !== 1 && w < 100) begin @(negedge a); w = w + 1; end if (w >= 100) $fatal(1, "stuck");
      if (n != i - 1) $fatal(1, "received %0d of %0d", n, i - 1);
      x = $random(s) >> 12; d = x; send = 1; @(negedge a) if (rdy !== 0) $fatal(1, "ready"); send = i[0]; d = ~x; @(negedge a) send = 0;
    end
    #400 rb = 0; ra = 0; #1 if (q !== 0 || rdy !== 1) $fatal(1, "async reset");
    $display("PASS"); $finish;
  end
endmodule
