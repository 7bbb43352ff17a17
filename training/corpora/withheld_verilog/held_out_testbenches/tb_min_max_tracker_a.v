module tb;
  reg clk = 0, rst_n = 0, v = 0; reg [7:0] x; wire [7:0] mn, mx; wire [15:0] sm; wire rv; integer i, s, n, a, b, c, rep; reg [7:0] ea, eb; reg [15:0] ec; reg ev;
  min_max_tracker dut(.clk(clk), .rst_n(rst_n), .valid(v), .sample(x), .min_o(mn), .max_o(mx), .sum_o(sm), .result_valid(rv));
  always #5 clk = ~clk;
  initial begin
    s = 3; n = 0; a = 255; b = 0; c = 0; rep = 0; ea = 0; eb = 0; ec = 0; x = 0; repeat (2) @(negedge clk); if (mn !== 0 || mx !== 0 || sm !== 0 || rv !== 0) $fatal(1, "reset"); rst_n = 1;
    for (i = 0; i < 2000; i = i + 1) begin
      v = $random(s) >> 11; x = $random(s) >> 12; ev = 0;
      if (rep) begin ea = a; eb = b; ec = c; ev = 1; a = 255; b = 0; c = 0; n = 0; rep = 0; end
      else if (v) begin if (x < a) a = x; if (x > b) b = x; c = c + x; n = n + 1; if (n == 8) rep = 1; end
      @(negedge clk) if (mn !== ea || mx !== eb || sm !== ec || rv !== ev) $fatal(1, "window");
    end
    $display("PASS"); $finish;
  end
endmodule
