module tb;
  reg clk = 0, rst = 1; reg [7:0] b, g; wire [7:0] go, bo; wire m; integer i, k, s; reg [7:0] e;
  gray_codec dut(.clk(clk), .rst(rst), .bin_in(b), .gray_in(g), .gray_out(go), .bin_out(bo), .match(m));
  always #5 clk = ~clk;
  initial begin
    s = 3; b = 8'h55; g = 8'h77; repeat (2) @(negedge clk); if (go !== 0 || bo !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 600; i = i + 1) begin
      b = $random(s) >> 10; g = (i % 2) ? $random(s) >> 11 : b ^ (b >> 1);
      e[7] = g[7]; for (k = 6; k >= 0; k = k - 1) e[k] = e[k+1] ^ g[k];
      #1 if (m !== (e == b)) $fatal(1, "match");
      @(negedge clk) if (go !== (b ^ (b >> 1)) || bo !== e) $fatal(1, "codec");
    end
    $display("PASS"); $finish;
  end
endmodule
