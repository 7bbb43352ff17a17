module tb;
  reg clk = 0, rst_n = 0, lk = 0, rf = 0, inv = 0; reg [15:0] a; wire h; wire [7:0] hc, mc; reg [7:0] t [0:15]; reg [15:0] v; reg [7:0] eh, em; reg e; integer i, s;
  cache_tags dut(.clk(clk), .rst_n(rst_n), .lookup(lk), .addr(a), .refill(rf), .invalidate_all(inv), .hit(h), .hit_count(hc), .miss_count(mc));
  always #5 clk = ~clk;
  initial begin
    s = 3; v = 0; eh = 0; em = 0; a = 0; repeat (2) @(negedge clk); if (hc !== 0 || mc !== 0) $fatal(1, "reset"); rst_n = 1;
    for (i = 0; i < 5000; i = i + 1) begin
      a = $random(s) >> 12; a[15:11] = 0; a[9] = 0; lk = $random(s) >> 11; rf = ($random(s) % 4 == 0); inv = (i % 200 == 199);
      e = lk & v[a[7:4]] & (t[a[7:4]] == a[15:8]); if (!(lk & v[a[7:4]])) e = 0;
      #1 if (h !== e) $fatal(1, "hit"); if (lk) begin if (e) eh = eh + 1; else em = em + 1; end
      if (inv) v = 0; else if (rf) begin v[a[7:4]] = 1; t[a[7:4]] = a[15:8]; end
      @(negedge clk) if (hc !== eh || mc !== em) $fatal(1, "counts");
    end
    $display("PASS"); $finish;
  end
endmodule
