module tb;
  reg clk = 0, rst = 1, en = 0; reg [15:0] inc; wire t16, t; integer i, s; reg [16:0] p; reg [3:0] d; reg et;
  baud_gen dut(.clk(clk), .rst(rst), .enable(en), .increment(inc), .tick_16x(t16), .tick(t));
  always #5 clk = ~clk;
  initial begin
    s = 3; p = 0; d = 0; et = 0; inc = 16'h4321; repeat (2) @(negedge clk); if (t16 !== 0 || t !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 5000; i = i + 1) begin
      en = (i % 700 > 5); if (i % 100 == 0) inc = $random(s) >> 9;
      et = p[16] && d == 15; if (p[16]) d = d + 1; p = en ? {1'b0, p[15:0]} + inc : 0;
      @(negedge clk) if (t16 !== p[16] || t !== et) $fatal(1, "at %0d", i);
    end
    $display("PASS"); $finish;
  end
endmodule
