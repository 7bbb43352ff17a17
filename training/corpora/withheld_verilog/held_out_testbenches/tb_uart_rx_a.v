module tb;
  reg clk = 0, rst_n = 0, rx = 1; wire [7:0] d; wire v, fe; integer i, k, s, n, bad; reg [7:0] x;
  uart_rx dut(.clk(clk), .rst_n(rst_n), .rxd(rx), .data(d), .data_valid(v), .framing_error(fe));
  always #5 clk = ~clk;
  always @(negedge clk) if (rst_n && v === 1) n = n + 1;
  initial begin
    s = 3; n = 0; repeat (3) @(negedge clk); if (d !== 0 || v !== 0 || fe !== 0) $fatal(1, "reset"); rst_n = 1; repeat (5) @(negedge clk);
    rx = 0; repeat (3) @(negedge clk); rx = 1; repeat (130) @(negedge clk); if (n !== 0 || fe !== 0) $fatal(1, "glitch");
    for (i = 0; i < 30; i = i + 1) begin
      x = $random(s) >> 10; n = 0; bad = (i % 7 == 6); rx = 0; repeat (10) @(negedge clk);
      for (k = 0; k < 8; k = k + 1) begin rx = x[k]; repeat (3) @(negedge clk); if (k == 2) repeat (7) @(negedge clk); else repeat (7) @(negedge clk); end
      rx = !bad; repeat (10) @(negedge clk); if (bad) begin rx = 1; repeat (20) @(negedge clk); end
      if (d !== x || n !== !bad || fe !== bad[0]) $fatal(1, "got %h for %h, valid %0d, error %b", d, x, n, fe);
      repeat (i % 4) @(negedge clk);
    end
    $display("PASS"); $finish;
  end
endmodule
