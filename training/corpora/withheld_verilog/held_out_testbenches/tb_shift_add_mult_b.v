module tb;
  reg clk = 0, rst_n = 0, st = 0; reg [7:0] a, b; wire [15:0] p; wire r; integer i, s, n; reg [15:0] e;
  shift_add_mult dut(.clk(clk), .rst_n(rst_n), .start(st), .multiplicand(a), .multiplier(b), .product(p), .ready(r));
  always #5 clk = ~clk;
  initial begin
    s = 3; a = 0; b = 0; repeat (2) @(negedge clk); if (r !== 1 || p !== 0) $fatal(1, "reset"); rst_n = 1;
    for (i = 0; i < 200; i = i + 1) begin
      a = (i == 0) ? 255 : $random(s) >> 11; b = (i < 2) ? 255 : $random(s) >> 12; e = a * b; st = 1; @(negedge clk) st = 0; a = ~a; b = ~b;
      n = 0; while (r !== 1 && n < 40) begin @(negedge clk); n = n + 1; end
      if (n != 8 || p !== e) $fatal(1, "product %0d, expected %0d after %0d", p, e, n);
      repeat (i % 3) @(negedge clk) if (r !== 1 || p !== e) $fatal(1, "hold");
    end
    $display("PASS"); $finish;
  end
endmodule
