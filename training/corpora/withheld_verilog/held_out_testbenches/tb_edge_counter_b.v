module tb;
  reg clk = 0, rst_n = 0, x = 0, cl = 0; reg [1:0] m = 3; wire [7:0] c; wire e, o; integer i, s; reg [2:0] y; reg [7:0] mc; reg mo, ee;
  edge_counter dut(.clk(clk), .rst_n(rst_n), .sig_in(x), .mode(m), .clear(cl), .count(c), .edge_seen(e), .overflow(o));
  always #5 clk = ~clk;
  initial begin
    s = 3; y = 0; mc = 0; mo = 0; repeat (2) @(negedge clk); if (c !== 0 || o !== 0) $fatal(1, "reset"); rst_n = 1;
    for (i = 0; i < 3000; i = i + 1) begin
      x = (i < 800) ? i[0] : $random(s) >> 11; if (i > 800 && i % 60 == 0) m = $random(s) >> 12; cl = (i > 800) && (i % 211 == 0);
      #1 ee = (y[1] & ~y[2] & m[0]) | (~y[1] & y[2] & m[1]); if (e !== ee) $fatal(1, "edge");
      if (cl) begin mc = 0; mo = 0; end else if (ee) begin if (mc == 255) mo = 1; mc = mc + 1; end
      y = {y[1:0], x};
      @(negedge clk) if (c !== mc || o !== mo) $fatal(1, "count");
    end
    rst_n = 0; #1 if (c !== 0) $fatal(1, "async reset");
    $display("PASS"); $finish;
  end
endmodule
