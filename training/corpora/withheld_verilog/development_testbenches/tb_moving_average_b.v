module tb;
  reg clk = 0, rst = 1, v = 0; reg signed [7:0] x; wire av; wire signed [7:0] a; integer i, s, h0, h1, h2, h3, e, ev, pv, pe;
  moving_average dut(.clk(clk), .rst(rst), .sample_valid(v), .sample(x), .avg_valid(av), .average(a));
  always #5 clk = ~clk;
  initial begin
    s = 6; x = 0; h0 = 0; h1 = 0; h2 = 0; h3 = 0; e = 0; pv = 0; pe = 0; repeat (2) @(negedge clk); if (a !== 0 || av !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 1000; i = i + 1) begin
      v = ($random(s) >> 11); x = (i % 10 == 0) ? -128 : ($random(s) >> 11);
      ev = pv; if (pv) e = (h0 + h1 + h2 + h3) >>> 2;
      pv = v; if (v) begin h3 = h2; h2 = h1; h1 = h0; h0 = x; end
      @(negedge clk) if (av !== ev[0] || a !== e) $fatal(1, "average %0d %0d", a, e);
    end
    $display("PASS"); $finish;
  end
endmodule
