module tb;
  reg clk = 0, rst = 1, rq = 0; wire g; wire [3:0] t; wire [7:0] dr; integer i, s, mt, r, d, f, eg;
  credit_limiter dut(.clk(clk), .reset(rst), .request(rq), .grant(g), .tokens(t), .dropped(dr));
  always #5 clk = ~clk;
  initial begin
    s = 3; mt = 10; r = 0; d = 0; repeat (2) @(negedge clk); if (t !== 10 || dr !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 4000; i = i + 1) begin
      rq = ($random(s) % ((i / 400) * 3 + 2) == 0); eg = rq && mt > 0; f = (r == 15);
      #1 if (g !== eg[0]) $fatal(1, "grant");
      if (rq && !eg) d = (d + 1) % 256; if (eg && !f) mt = mt - 1; else if (!eg && f && mt < 10) mt = mt + 1; r = (r + 1) % 16;
      @(negedge clk) if (t !== mt || dr !== d) $fatal(1, "tokens %0d %0d", t, mt);
    end
    rst = 1; @(negedge clk) if (t !== 10 || dr !== 0) $fatal(1, "reset again");
    $display("PASS"); $finish;
  end
endmodule
