module tb;
  reg clk = 0, rst = 1; reg [3:0] row = 0; wire [3:0] col, code; wire v; integer i, s, c, r; reg [3:0] ec; reg ev;
  keypad_scan dut(.clk(clk), .rst(rst), .row(row), .col(col), .key_code(code), .key_valid(v));
  always #5 clk = ~clk;
  initial begin
    s = 3; c = 0; ec = 0; ev = 0; repeat (2) @(negedge clk); if (v !== 0 || code !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 1000; i = i + 1) begin
      row = ($random(s) % 3 == 0) ? 0 : ($random(s) >> 12); if (i % 4 == 0) row = 0;
      #1 if (col !== 1 << c) $fatal(1, "col");
      if (row != 0) begin r = row[0] ? 0 : row[1] ? 1 : row[2] ? 2 : 3; ec = r * 4 + c; ev = 1; end else begin ev = 0; c = (c + 1) % 4; end
      @(negedge clk) if (v !== ev || code !== ec) $fatal(1, "key %h %h", code, ec);
    end
    $display("PASS"); $finish;
  end
endmodule
