module tb;
  reg clk = 0, rst = 1, v = 0; reg [15:0] d; wire ov, z; wire [4:0] c; reg [4:0] e; reg ez; integer i, k, s;
  leading_zeros #(.W(16)) dut(.clk(clk), .rst(rst), .in_valid(v), .in_data(d), .out_valid(ov), .out_count(c), .out_all_zero(z));
  always #5 clk = ~clk;
  initial begin
    s = 3; e = 0; ez = 0; d = 5; repeat (2) @(negedge clk); if (ov !== 0 || c !== 0 || z !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 1000; i = i + 1) begin
      v = $random(s) >> 10; d = ($random(s) & 32'hffff) >> (i % 18); if (i % 18 == 17) d = 0;
      if (v) begin e = 16; for (k = 0; k < 16; k = k + 1) if (d[k]) e = 15 - k; ez = (d == 0); end
      @(negedge clk) if (ov !== v || c !== e || z !== ez) $fatal(1, "%h: %0d %0d", d, c, e);
    end
    $display("PASS"); $finish;
  end
endmodule
