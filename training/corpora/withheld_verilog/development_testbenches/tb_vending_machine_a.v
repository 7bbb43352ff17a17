module tb;
  reg clk = 0, rst = 1, n = 0, d = 0; wire o, c; integer i, s, v; reg eo, ec;
  vending_machine dut(.clk(clk), .rst(rst), .nickel(n), .dime(d), .dispense(o), .change(c));
  always #5 clk = ~clk;
  initial begin
    s = 5; v = 0; @(negedge clk) if (o !== 0 || c !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 1500; i = i + 1) begin
      n = ($random(s) >> 11); d = ($random(s) >> 11); eo = 0; ec = 0;
      v = v + (n ? 5 : d ? 10 : 0); if (v >= 15) begin eo = 1; ec = (v == 20); v = 0; end
      @(negedge clk) if (o !== eo || c !== ec) $fatal(1, "at %0d", i);
    end
    $display("PASS"); $finish;
  end
endmodule
