module tb;
  reg clk = 0, rst_n = 0, clear = 0, dv = 0; reg [7:0] d; wire rdy; wire [7:0] crc; reg [7:0] m; integer i, k, s;
  crc8_serial dut(.clk(clk), .rst_n(rst_n), .clear(clear), .data(d), .data_valid(dv), .ready(rdy), .crc(crc));
  always #5 clk = ~clk;
  initial begin
    s = 4; d = 0; m = 0; repeat (2) @(negedge clk); if (crc !== 0 || rdy !== 1) $fatal(1, "reset"); rst_n = 1;
    for (i = 0; i < 200; i = i + 1) begin
      if (i % 20 == 19) begin clear = 1; @(negedge clk) clear = 0; m = 0; if (crc !== 0) $fatal(1, "clear"); end
      d = ($random(s) >> 11); dv = 1; @(negedge clk) dv = 0; m = m ^ d; d = ~d;
      for (k = 0; k < 8; k = k + 1) begin if (rdy !== 0) $fatal(1, "ready early"); m = m[7] ? (m << 1) ^ 8'h07 : m << 1; @(negedge clk); end
      if (rdy !== 1 || crc !== m) $fatal(1, "crc %h, expected %h", crc, m);
    end
    rst_n = 0; #1 if (crc !== 0) $fatal(1, "async reset");
    $display("PASS"); $finish;
  end
endmodule
