module tb;
  reg clk = 0, rst_n = 0, v = 0; reg [7:0] x [0:3]; reg [7:0] t; wire vo; wire [7:0] s0, s1, s2, s3; reg [32:0] p1, p2, p3; integer i, j, k, s;
  reg [7:0] a, b, c, d;
  sort4 dut(.clk(clk), .rst_n(rst_n), .valid_in(v), .a(a), .b(b), .c(c), .d(d), .valid_out(vo), .s0(s0), .s1(s1), .s2(s2), .s3(s3));
  always #5 clk = ~clk;
  initial begin
    s = 3; {a, b, c, d} = 0; p1 = 0; p2 = 0; p3 = 0; repeat (2) @(negedge clk); if (vo !== 0 || {s0, s1, s2, s3} !== 0) $fatal(1, "reset"); rst_n = 1;
    for (i = 0; i < 1000; i = i + 1) begin
      v = $random(s) >> 10; for (j = 0; j < 4; j = j + 1) x[j] = $random(s) >> 12; a = x[0]; b = x[1]; c = x[2]; d = x[3];
      for (j = 0; j < 3; j = j + 1) for (k = 0; k < 3; k = k + 1) if (x[k] > x[k+1]) begin t = x[k]; x[k] = x[k+1]; x[k+1] = t; end
      p3 = p2; p2 = p1; p1 = {v, x[0], x[1], x[2], x[3]};
      @(negedge clk) if (vo !== p3[32] || (i > 3 && {s0, s1, s2, s3} !== p3[31:0])) $fatal(1, "sorted");
    end
    $display("PASS"); $finish;
  end
endmodule
