module tb;
  reg clk = 0, rst = 1, send = 0; reg [3:0] d, x; wire l, b; integer i, k, s;
  manchester_encoder dut(.clk(clk), .rst(rst), .data(d), .send(send), .line(l), .busy(b));
  always #5 clk = ~clk;
  initial begin
    s = 4; d = 0; repeat (2) @(negedge clk); if (b !== 0 || l !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 60; i = i + 1) begin
      x = $random(s) >> 13; d = x; send = 1; @(negedge clk) d = ~x; send = 0;
      for (k = 0; k < 8; k = k + 1) begin if (b !== 1 || l !== (k[0] ? x[3 - k / 2] : !x[3 - k / 2])) $fatal(1, "half %0d of %b", k, x); send = (k < 6); @(negedge clk); end
      send = 0; if (b !== 0 || l !== 0) $fatal(1, "idle"); repeat (i % 3) @(negedge clk) if (b !== 0) $fatal(1, "idle 2");
    end
    $display("PASS"); $finish;
  end
endmodule
