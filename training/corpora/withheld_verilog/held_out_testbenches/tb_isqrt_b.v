module tb;
  reg clk = 0, rst = 1, go = 0; reg [15:0] x; wire [7:0] r; wire [8:0] m; wire d; integer i, s, n, e, v;
  isqrt dut(.clk(clk), .rst(rst), .go(go), .x(x), .root(r), .rem(m), .done(d));
  always #5 clk = ~clk;
  initial begin
    s = 3; x = 0; repeat (2) @(negedge clk); if (d !== 0 || r !== 0 || m !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 300; i = i + 1) begin
      v = (i == 0) ? 65535 : (i < 20) ? i : ($random(s) >> 9) & 16'hffff; x = v; go = 1; @(negedge clk) go = 0; x = ~x;
      e = 0; while ((e + 1) * (e + 1) <= v) e = e + 1;
      n = 0; while (d !== 1 && n < 60) begin @(negedge clk); n = n + 1; end
      if (n != 9 || r !== e || m !== v - e * e) $fatal(1, "sqrt %0d: %0d %0d", v, r, m);
      @(negedge clk) if (d !== 0) $fatal(1, "done stays");
    end
    $display("PASS"); $finish;
  end
endmodule
