module tb;
  reg clk = 0, rst_n = 0, lk = 0; reg [3:0] r = 0, m = 0, e, x; wire [3:0] g; wire v; integer i, s;
  fixed_arbiter dut(.clk(clk), .rst_n(rst_n), .req(r), .mask(m), .lock(lk), .gnt(g), .gnt_valid(v));
  always #5 clk = ~clk;
  initial begin
    s = 3; e = 0; repeat (2) @(negedge clk); if (g !== 0 || v !== 0) $fatal(1, "reset"); rst_n = 1;
    for (i = 0; i < 3000; i = i + 1) begin
      r = $random(s) >> 10; m = ($random(s) >> 11) & ($random(s) >> 12); lk = $random(s) >> 13;
      x = r & ~m; if (!(lk && (e & r) != 0)) e = x & (~x + 1);
      @(negedge clk) if (g !== e || v !== (e != 0)) $fatal(1, "gnt %b %b", g, e);
    end
    rst_n = 0; #1 if (g !== 0) $fatal(1, "async reset");
    $display("PASS"); $finish;
  end
endmodule
