module tb;
  reg clk = 0, rst = 1; reg [6:0] p = 30; wire sv, b; integer i, s, c, l, e;
  servo_pwm dut(.clk(clk), .rst(rst), .position(p), .servo(sv), .busy(b));
  always #5 clk = ~clk;
  initial begin
    s = 3; c = 0; l = 20; repeat (2) @(negedge clk); if (sv !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 6000; i = i + 1) begin
      if (i % 150 == 0) p = $random(s) >> 14; #1 if (b !== (c < l)) $fatal(1, "busy");
      e = c < l; if (c == 399) begin c = 0; l = 20 + (p > 100 ? 100 : p); end else c = c + 1;
      @(negedge clk) if (sv !== e[0]) $fatal(1, "servo at %0d", i);
    end
    $display("PASS"); $finish;
  end
endmodule
