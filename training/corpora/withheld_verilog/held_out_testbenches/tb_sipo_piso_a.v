module tb;
  reg clk = 0, rst_n = 0, load = 0; reg [7:0] d, x; wire [7:0] q; wire v, ser; integer i, k, s;
  sipo_piso dut(.clk(clk), .rst_n(rst_n), .load(load), .din(d), .dout(q), .dout_valid(v), .serial(ser));
  always #5 clk = ~clk;
  initial begin
    s = 5; d = 0; repeat (2) @(negedge clk); if (q !== 0 || v !== 0 || ser !== 0) $fatal(1, "reset"); rst_n = 1;
    for (i = 0; i < 50; i = i + 1) begin
      x = $random(s) >> 9; d = x; load = 1; @(negedge clk) load = i[0]; d = ~x;
      for (k = 7; k >= 0; k = k - 1) begin if (ser !== x[k] || v !== 0) $fatal(1, "serial"); if (k == 0) load = 0; @(negedge clk); end
      if (q !== x || v !== 1) $fatal(1, "parallel"); @(negedge clk) if (v !== 0 || q !== x) $fatal(1, "valid");
      repeat (i % 3) @(negedge clk);
    end
    $display("PASS"); $finish;
  end
endmodule
