`timescale 1ns / 1ps
module tb;
  reg ca = 0, cb = 0, ra = 0, rb = 0, p = 0; wire pb; wire [7:0] n; integer i, k, w;
  pulse_sync dut(.clk_a(ca), .rst_a_n(ra), .pulse_a(p), .clk_b(cb), .rst_b_n(rb), .pulse_b(pb), .pulse_count(n));
  always #5 ca = ~ca; always #3.7 cb = ~cb;
  initial begin
    #20 if (pb !== 0 || n !== 0) $fatal(1, "reset"); @(negedge ca) ra = 1; rb = 1;
    for (i = 1; i < 40; i = i + 1) begin
      @(negedge ca) p = 1; @(negedge ca) p = 0; w = 0;
      for (k = 0; k < 8; k = k + 1) begin @(negedge cb); w = w + pb; if (k >= 6 && pb !== 0) $fatal(1, "late"); end
      if (w !== 1) $fatal(1, "pulse width %0d", w);
      if (n !== i) $fatal(1, "count %0d %0d", n, i);
    end
    rb = 0; #1 if (n !== 0) $fatal(1, "async reset");
    $display("PASS"); $finish;
  end
endmodule
