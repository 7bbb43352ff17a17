module tb;
  reg clk = 0, rst = 1, a, b; reg [1:0] mode = 0; reg [7:0] pin, m; wire [7:0] q; wire sout; integer i, s;
  universal_shift dut(.clk(clk), .rst(rst), .mode(mode), .sl_in(a), .sr_in(b), .pin(pin), .q(q), .sout(sout));
  always #5 clk = ~clk;
  initial begin
    s = 5; a = 0; b = 0; pin = 8'h5a; repeat (2) @(negedge clk); if (q !== 0) $fatal(1, "reset");
    rst = 0; m = 0;
    for (i = 0; i < 400; i = i + 1) begin
      mode = (i == 0) ? 2'b11 : ($random(s) >> 11); a = ($random(s) >> 11); b = ($random(s) >> 11); pin = ($random(s) >> 11); rst = (i % 37 == 36);
      #1 if (sout !== (mode == 2 ? m[7] : m[0])) $fatal(1, "sout");
      @(negedge clk);
      if (rst) m = 0; else case (mode) 1: m = {b, m[7:1]}; 2: m = {m[6:0], a}; 3: m = pin; default: m = m; endcase
      if (q !== m) $fatal(1, "q");
    end
    $display("PASS"); $finish;
  end
endmodule
