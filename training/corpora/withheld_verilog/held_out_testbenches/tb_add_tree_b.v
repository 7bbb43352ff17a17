module tb;
  reg clk = 0, rst = 1; reg [7:0] a, b, c, d; wire [7:0] o; wire f; integer i, s, e;
  add_tree dut(.clk(clk), .rst(rst), .a(a), .b(b), .c(c), .d(d), .sum_sat(o), .saturated(f));
  always #5 clk = ~clk;
  initial begin
    s = 3; {a, b, c, d} = 32'h01020304; repeat (2) @(negedge clk); if (o !== 0 || f !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 1500; i = i + 1) begin
      a = ($random(s) >> 11) & (i[0] ? 63 : 255); b = ($random(s) >> 12) & (i[1] ? 63 : 255); c = ($random(s) >> 13) & 127; d = ($random(s) >> 10) & (i[2] ? 63 : 255);
      e = a + b + c + d; @(negedge clk) if (o !== (e > 255 ? 255 : e) || f !== (e > 255)) $fatal(1, "sum %0d", e);
    end
    $display("PASS"); $finish;
  end
endmodule
