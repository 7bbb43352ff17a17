module tb;
  reg clk = 0, rst = 1, en = 0; reg signed [7:0] x; wire signed [11:0] y; wire v; integer i, s, a, b, c, d, e, pv, ev;
  fir4 dut(.clk(clk), .rst(rst), .en(en), .x_in(x), .y_out(y), .y_valid(v));
  always #5 clk = ~clk;
  initial begin
    s = 3; a = 0; b = 0; c = 0; d = 0; e = 0; pv = 0; x = 9; repeat (2) @(negedge clk); if (y !== 0 || v !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 1000; i = i + 1) begin
      en = $random(s) >> 10; x = (i % 9 < 2) ? -128 : $random(s) >> 11; ev = pv; if (pv) e = a + 3 * b + 3 * c + d;
      pv = en; if (en) begin d = c; c = b; b = a; a = x; end
      @(negedge clk) if (y !== e || v !== ev[0]) $fatal(1, "y %0d %0d", y, e);
    end
    $display("PASS"); $finish;
  end
endmodule
