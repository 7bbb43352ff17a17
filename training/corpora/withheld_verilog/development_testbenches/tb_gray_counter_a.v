module tb;
  reg clk = 0, rst = 1, en = 0; wire [4:0] g, b; wire w; reg [4:0] m; integer i, s;
  gray_counter dut(.clk(clk), .rst(rst), .en(en), .gray(g), .bin(b), .wrap(w));
  always #5 clk = ~clk;
  initial begin
    s = 3; m = 0; @(negedge clk) if (g !== 0 || b !== 0) $fatal(1, "reset"); @(negedge clk) rst = 0;
    for (i = 0; i < 400; i = i + 1) begin
      en = (i < 70) | ($random(s) >> 11); #1 if (w !== (en && m == 31)) $fatal(1, "wrap");
      if (en) m = m + 1; @(negedge clk) if (b !== m || g !== (m ^ (m >> 1))) $fatal(1, "count");
    end
    rst = 1; #1 if (g !== 0 || b !== 0) $fatal(1, "async reset");
    $display("PASS"); $finish;
  end
endmodule
