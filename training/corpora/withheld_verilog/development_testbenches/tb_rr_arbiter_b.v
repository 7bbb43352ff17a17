module tb;
  reg clk = 0, rst = 1; reg [3:0] req = 4'hf; wire [3:0] g; integer i, k, s, l, f; reg [3:0] e;
  rr_arbiter dut(.clk(clk), .rst(rst), .req(req), .grant(g));
  always #5 clk = ~clk;
  initial begin
    s = 6; l = 3; repeat (2) @(negedge clk); if (g !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 2000; i = i + 1) begin
      req = (i < 20) ? 4'hf : ($random(s) >> 11);
      e = 0; f = l; for (k = 4; k >= 1; k = k - 1) if (req[(l + k) % 4]) f = (l + k) % 4;
      if (req != 0) e[f] = 1; l = f;
      @(negedge clk); if (g !== e) $fatal(1, "grant %b, expected %b", g, e);
    end
    $display("PASS"); $finish;
  end
endmodule
