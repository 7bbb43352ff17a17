module tb;
  reg wc = 0, rc = 0, wr = 0, rr = 0, wi = 0, ri = 0; reg [7:0] wd; wire [7:0] rd; wire f, e; reg [7:0] q [0:2047]; integer h, t, s, s2, fs, i; reg stopw;
  async_fifo dut(.wclk(wc), .wrst_n(wr), .winc(wi), .wdata(wd), .wfull(f), .rclk(rc), .rrst_n(rr), .rinc(ri), .rdata(rd), .rempty(e));
  always #5 wc = ~wc; always #6.7 rc = ~rc;
  always @(posedge wc) if (wr && wi && !f) begin q[t] = wd; t = t + 1; if (t - h > 8) $fatal(1, "overflow"); end
  always @(posedge rc) if (rr && ri && !e) begin if (h >= t) $fatal(1, "underflow"); if (rd !== q[h]) $fatal(1, "data %h %h", rd, q[h]); h = h + 1; end
  always @(negedge wc) if (wr) begin wd = $random(s) >> 12; wi = !stopw && ($random(s) % 4 != 0); if (f === 1) fs = fs + 1; end
  always @(negedge rc) if (rr) ri = stopw || ($random(s2) % ((t < 300) ? 6 : 2) == 0);
  initial begin
    h = 0; t = 0; s = 3; s2 = 9; fs = 0; stopw = 0; wd = 0; #30 if (f !== 0 || e !== 1) $fatal(1, "reset"); wr = 1; rr = 1;
    while (t < 600) #10 ; stopw = 1; #400;
    if (h != t || e !== 1 || f !== 0) $fatal(1, "drain"); if (fs < 5) $fatal(1, "never full");
    ri = 0; stopw = 0; force ri = 0; #400 if (f !== 1 || t - h != 8) $fatal(1, "full at %0d", t - h);
    wr = 0; #1 if (f !== 0) $fatal(1, "async reset");
    $display("PASS"); $finish;
  end
  initial #200000 $fatal(1, "stuck");
endmodule
