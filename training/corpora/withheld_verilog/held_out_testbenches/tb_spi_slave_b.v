module tb;
  reg clk = 0, rst_n = 0, sc = 0, cs = 1, mo = 0; reg [7:0] tx, x, got; wire mi, v; wire [7:0] rx; integer i, j, k, s, n;
  spi_slave dut(.clk(clk), .rst_n(rst_n), .sclk(sc), .cs_n(cs), .mosi(mo), .miso(mi), .tx_byte(tx), .rx_byte(rx), .rx_valid(v));
  always #5 clk = ~clk;
  always @(negedge clk) if (rst_n && v === 1) n = n + 1;
  task w; repeat (5) @(negedge clk); endtask
  initial begin
    s = 3; n = 0; tx = 0; repeat (3) @(negedge clk); if (rx !== 0 || v !== 0 || mi !== 0) $fatal(1, "reset"); rst_n = 1;
    for (i = 0; i < 20; i = i + 1) begin
      tx = $random(s) >> 12; w; cs = 0; w;
      for (j = 0; j < 2; j = j + 1) begin
        x = $random(s) >> 11; n = 0;
        for (k = 7; k >= 0; k = k - 1) begin mo = x[k]; w; got[k] = mi; sc = 1; w; if (n !== (k == 0)) $fatal(1, "valid"); sc = 0; w; end
        if (rx !== x) $fatal(1, "rx %h %h", rx, x); if (got !== tx) $fatal(1, "tx %h %h", got, tx);
      end
      if (i % 4 == 3) begin mo = 1; sc = 1; w; sc = 0; w; sc = 1; w; sc = 0; w; end
      cs = 1; w; if (mi !== 0) $fatal(1, "idle miso");
    end
    $display("PASS"); $finish;
  end
endmodule
