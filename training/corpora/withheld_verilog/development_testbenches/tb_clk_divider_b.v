module tb;
  reg clk = 0, rst = 1; reg [7:0] r = 3; wire o, t; integer i, s, c; reg mo, mt;
  clk_divider dut(.clk_in(clk), .rst(rst), .ratio(r), .clk_out(o), .tick(t));
  always #5 clk = ~clk;
  initial begin
    s = 8; c = 0; mo = 0; mt = 0; @(negedge clk) if (o !== 0 || t !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 2500; i = i + 1) begin
      if (i % 50 == 0) r = (i < 1500) ? ($random(s) >> 11) & 7 : 8'd200;
      mt = 0; if (c >= r) begin c = 0; mt = !mo; mo = !mo; end else c = c + 1;
      @(negedge clk) if (o !== mo || t !== mt) $fatal(1, "at %0d", i);
    end
    if (o) begin end else begin r = 0; @(negedge clk); end
    rst = 1; #1 if (o !== 0 || t !== 0) $fatal(1, "async reset");
    $display("PASS"); $finish;
  end
endmodule
