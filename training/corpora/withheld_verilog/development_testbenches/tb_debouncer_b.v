module tb;
  reg clk = 0, rst_n = 0, b = 0; wire o, p, r; integer i, s, n; reg s0, s1, mo, mp; reg [3:0] c;
  debouncer #(.N(4)) dut(.clk(clk), .rst_n(rst_n), .btn_in(b), .btn_out(o), .btn_pressed(p), .btn_released(r));
  always #5 clk = ~clk;
  initial begin
    s = 2; s0 = 0; s1 = 0; mo = 0; mp = 0; c = 0; n = 0; repeat (2) @(negedge clk); if (o !== 0) $fatal(1, "reset"); rst_n = 1;
    for (i = 0; i < 3000; i = i + 1) begin
      if ((i / 40) % 2) b = (i % 40 < 12) ? ($random(s) >> 11) : 1; else b = (i % 40 < 12) ? ($random(s) >> 11) : 0;
      @(negedge clk);
      mp = mo; if (mo == s1) c = 0; else begin if (&c) mo = ~mo; c = c + 1; end
      s1 = s0; s0 = b;
      if (o !== mo || p !== (mo & ~mp) || r !== (~mo & mp)) $fatal(1, "at %0d", i); n = n + p;
    end
    if (n < 5) $fatal(1, "stimulus");
    $display("PASS"); $finish;
  end
endmodule
