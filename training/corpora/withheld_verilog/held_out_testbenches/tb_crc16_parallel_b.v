module tb;
  reg clk = 0, rst = 1, init = 0, en = 0; reg [7:0] d; wire [15:0] c; wire ok; reg [15:0] m; integer i, k, s;
  crc16_parallel dut(.clk(clk), .rst(rst), .init(init), .en(en), .din(d), .crc_out(c), .crc_ok(ok));
  always #5 clk = ~clk;
  initial begin
    s = 3; m = 16'hffff; d = 0; repeat (2) @(negedge clk); if (c !== 16'hffff) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 1000; i = i + 1) begin
      init = (i % 30 == 29); en = $random(s) >> 10; d = $random(s) >> 11; if (i % 10 > 7) begin en = 1; d = m[15:8]; end
      if (init) m = 16'hffff; else if (en) for (k = 7; k >= 0; k = k - 1) m = (m[15] ^ d[k]) ? {m[14:0], 1'b0} ^ 16'h1021 : {m[14:0], 1'b0};
      @(negedge clk) if (c !== m || ok !== (m == 0)) $fatal(1, "crc %h %h", c, m);
    end
    $display("PASS"); $finish;
  end
endmodule
