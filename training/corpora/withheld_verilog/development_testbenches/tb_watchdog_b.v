module tb;
  reg clk = 0, rst_n = 0, en = 0, kick = 0; wire w, t; integer i, s, c, n; reg mw, mt;
  watchdog dut(.clk(clk), .rst_n(rst_n), .enable(en), .kick(kick), .warning(w), .timeout(t));
  always #5 clk = ~clk;
  initial begin
    s = 6; c = 0; mw = 0; mt = 0; n = 0; @(negedge clk) if (w !== 0 || t !== 0) $fatal(1, "reset"); @(negedge clk) rst_n = 1;
    for (i = 0; i < 3000; i = i + 1) begin
      en = (i % 100 != 99); kick = ($random(s) % ((i / 500) * 3 + 7) == 0);
      if (!en) begin c = 0; mw = 0; mt = 0; end
      else if (kick && !mt) begin c = 0; mw = 0; end
      else if (c == 19) mt = 1;
      else begin if (c >= 10) mw = 1; c = c + 1; end
      @(negedge clk) if (w !== mw || t !== mt) $fatal(1, "at %0d", i); n = n + t;
    end
    if (n < 10) $fatal(1, "stimulus");
    $display("PASS"); $finish;
  end
endmodule
