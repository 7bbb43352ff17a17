module tb;
  reg clk = 0, rst = 1; reg [15:0] v; reg [3:0] dpi; wire [3:0] an; wire [6:0] seg; wire dp; integer i, s, c, d; reg [6:0] lut [0:15]; reg [3:0] n;
  seg7_mux #(.REFRESH(3)) dut(.clk(clk), .reset(rst), .value(v), .dp_in(dpi), .an(an), .seg(seg), .dp(dp));
  always #5 clk = ~clk;
  initial begin
    {lut[0], lut[1], lut[2], lut[3], lut[4], lut[5], lut[6], lut[7]} = {7'h3f, 7'h06, 7'h5b, 7'h4f, 7'h66, 7'h6d, 7'h7d, 7'h07};
    {lut[8], lut[9], lut[10], lut[11], lut[12], lut[13], lut[14], lut[15]} = {7'h7f, 7'h6f, 7'h77, 7'h7c, 7'h39, 7'h5e, 7'h79, 7'h71};
    s = 3; c = 0; d = 0; v = 16'h1234; dpi = 0; repeat (2) @(negedge clk); rst = 0;
    for (i = 0; i < 1500; i = i + 1) begin
      v = $random(s) >> 9; dpi = $random(s) >> 10; #1; n = v >> (4 * d);
      if (an !== (4'hf ^ (1 << d)) || seg !== lut[n] || dp !== dpi[d]) $fatal(1, "digit %0d %h", d, n);
      if (c == 2) begin c = 0; d = (d + 1) % 4; end else c = c + 1; @(negedge clk);
    end
    rst = 1; #1 if (an !== 4'b1110) $fatal(1, "async reset");
    $display("PASS"); $finish;
  end
endmodule
