module tb;
  reg clk = 0, rst_n = 0, wr = 0; reg [1:0] ad; reg [15:0] wd; wire [15:0] rd; wire irq; integer i, k, s, n; reg [2:0] c; reg [15:0] cmp, cnt; reg f, m;
  cmp_timer dut(.clk(clk), .rst_n(rst_n), .wr(wr), .addr(ad), .wdata(wd), .rdata(rd), .irq(irq));
  always #5 clk = ~clk;
  initial begin
    s = 3; n = 0; c = 0; cmp = 16'hffff; cnt = 0; f = 0; ad = 1; wd = 0; repeat (2) @(negedge clk); if (rd !== 16'hffff || irq !== 0) $fatal(1, "reset"); rst_n = 1;
    for (i = 0; i < 4000; i = i + 1) begin
      wr = ($random(s) % 12 == 0); ad = $random(s) >> 12; wd = (ad == 1) ? ($random(s) >> 11) & 15 : (ad == 2) ? ($random(s) >> 13) & 7 : ($random(s) >> 12); if (ad == 0 && i % 3) wd[0] = 1;
      #1 for (k = 0; k < 1; k = k + 1) if (rd !== (ad == 0 ? c : ad == 1 ? cmp : ad == 2 ? cnt : f)) $fatal(1, "reg %0d: %h", ad, rd); if (irq !== (f & c[1])) $fatal(1, "irq");
      n = n + irq; m = c[0] && cnt == cmp;
      if (m) f = 1; else if (wr && ad == 3 && wd[0]) f = 0;
      if (m) cnt = 0; else if (c[0]) cnt = cnt + 1; if (m && c[2]) c[0] = 0;
      if (wr && ad == 0) c = wd[2:0]; if (wr && ad == 1) cmp = wd; if (wr && ad == 2) cnt = wd;
      @(negedge clk);
    end
    if (n < 50) $fatal(1, "stimulus");
    $display("PASS"); $finish;
  end
endmodule
