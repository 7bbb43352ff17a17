module tb;
  reg clk = 0, rst_n = 0, w = 0, pe = 0, po = 0; reg [7:0] d; wire txd, f, e, idle; reg [7:0] q [0:255]; integer i, k, s, h, t; reg [7:0] x; reg p;
  uart_tx_fifo dut(.clk(clk), .rst_n(rst_n), .wr_en(w), .wr_data(d), .parity_en(pe), .parity_odd(po), .txd(txd), .fifo_full(f), .fifo_empty(e), .idle(idle));
  always #5 clk = ~clk;
  initial begin
    s = 3; t = 0; d = 0; repeat (2) @(negedge clk); if (txd !== 1 || f !== 0 || e !== 1 || idle !== 1) $fatal(1, "reset"); rst_n = 1;
    for (i = 0; i < 6; i = i + 1) begin
      pe = i > 1; po = i[0]; h = 0;
      fork
        begin
          for (k = 0; k < 14; k = k + 1) begin
            d = $random(s) >> 12; w = 1; if (f === 0) begin q[t] = d; t = t + 1; end
            if (k == 9 && f !== 1) $fatal(1, "full"); @(negedge clk); if (idle !== 0) $fatal(1, "idle early");
          end
          w = 0;
        end
        begin : rx
          integer b, n;
          for (n = 0; n < 9; n = n + 1) begin
            @(negedge txd); #22; if (txd !== 0) $fatal(1, "start");
            for (b = 0; b < 8; b = b + 1) begin #40 x[b] = txd; end
            if (x !== q[n]) $fatal(1, "frame %0d of run %0d: %h, expected %h", n, i, x, q[n]);
            if (pe) begin #40 if (txd !== (^x ^ po)) $fatal(1, "parity"); end
            #40 if (txd !== 1) $fatal(1, "stop");
          end
        end
      join
      if (t != 9 || idle !== 0) $fatal(1, "accepted %0d", t); repeat (4) @(negedge clk); if (idle !== 1 || e !== 1) $fatal(1, "idle"); t = 0;
    end
    $display("PASS"); $finish;
  end
  initial #100000 $fatal(1, "stuck");
endmodule
