module tb;
  reg clk = 0, rst = 1, din = 0; wire det; reg [3:0] h; integer i, s, n;
  seq_detector dut(.clk(clk), .rst(rst), .din(din), .detected(det));
  always #5 clk = ~clk;
  initial begin
    s = 21; n = 0; h = 0; repeat (2) @(negedge clk); if (det !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 2000; i = i + 1) begin
      din = ($random(s) >> 11); rst = (i % 101 == 100);
      @(negedge clk); h = rst ? 0 : {h[2:0], din};
      if (det !== (h == 4'b1011)) $fatal(1, "detected"); n = n + det;
    end
    if (n < 20) $fatal(1, "stimulus");
    $display("PASS"); $finish;
  end
endmodule
