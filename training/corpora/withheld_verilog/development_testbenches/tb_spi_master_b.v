module tb;
  reg clk = 0, rst_n = 0, st = 0; reg [7:0] tx, sl, got; wire miso, mosi, sck, cs, done; wire [7:0] rx; integer i, s, n, e;
  spi_master #(.CLK_DIV(3)) dut(.clk(clk), .rst_n(rst_n), .start(st), .tx_data(tx), .miso(miso), .mosi(mosi), .sclk(sck), .cs_n(cs), .rx_data(rx), .done(done));
  always #5 clk = ~clk;
  reg [7:0] sr; assign miso = sr[7];
  always @(posedge sck) if (!cs) begin got = {got[6:0], mosi}; e = e + 1; end
  always @(negedge sck) if (!cs) sr = sr << 1;
  initial begin
    s = 2; tx = 0; sr = 0; repeat (2) @(negedge clk); if (cs !== 1 || sck !== 0 || done !== 0 || rx !== 0) $fatal(1, "reset"); rst_n = 1;
    for (i = 0; i < 40; i = i + 1) begin
      tx = ($random(s) >> 11); sl = ($random(s) >> 11); sr = sl; e = 0; st = 1; @(negedge clk) st = 0; got = 0;
      if (cs !== 0) $fatal(1, "cs");
      n = 0; while (done !== 1 && n < 200) begin @(negedge clk); n = n + 1; end
      if (n != 49) $fatal(1, "length %0d", n); if (e != 8) $fatal(1, "edges %0d", e);
      if (got !== tx) $fatal(1, "mosi %h %h", got, tx); if (rx !== sl) $fatal(1, "miso %h %h", rx, sl);
      if (cs !== 1) $fatal(1, "cs end"); @(negedge clk) if (done !== 0) $fatal(1, "done stays");
    end
    $display("PASS"); $finish;
  end
endmodule
