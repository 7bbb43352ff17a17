module tb;
  reg clk = 0, rst_n = 0, ss = 0, cl = 0, tk = 0; wire [3:0] so, st, mo; wire r; integer i, s, t, mr;
  stopwatch dut(.clk(clk), .rst_n(rst_n), .start_stop(ss), .clear(cl), .tick(tk), .sec_ones(so), .sec_tens(st), .min_ones(mo), .running(r));
  always #5 clk = ~clk;
  initial begin
    s = 3; t = 0; mr = 0; repeat (2) @(negedge clk); if (so !== 0 || st !== 0 || mo !== 0 || r !== 0) $fatal(1, "reset"); rst_n = 1;
    for (i = 0; i < 4000; i = i + 1) begin
      ss = (i == 0) || (i > 1400 && $random(s) % 10 == 0); cl = (i > 1300) && ($random(s) % 12 == 0); tk = (i < 1200) | ($random(s) >> 11);
      if (mr) begin if (tk) t = (t + 1) % 600; end else if (cl) t = 0;
      if (ss) mr = !mr;
      @(negedge clk) if (so !== t % 10 || st !== (t / 10) % 6 || mo !== t / 60 || r !== mr[0]) $fatal(1, "time %0d%0d%0d, expected %0d", mo, st, so, t);
    end
    $display("PASS"); $finish;
  end
endmodule
