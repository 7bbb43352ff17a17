module tb;
  reg clk = 0, rst = 1, st = 0; reg [1:0] p = 0; wire [7:0] l; reg [7:0] m, c; reg d; integer i, s;
  pattern_gen dut(.clk(clk), .rst(rst), .step(st), .pattern(p), .leds(l));
  always #5 clk = ~clk;
  initial begin
    s = 3; m = 1; c = 0; d = 0; repeat (2) @(negedge clk); if (l !== 1) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 2000; i = i + 1) begin
      st = (i < 60) | ($random(s) >> 11); if (i % 60 == 59) p = $random(s) >> 12; if (i % 120 == 118) begin p = 3; st = 1; end if (i % 120 == 119) p = 0;
      if (st) begin
        case (p) 0: if (m == 128 || (d && m != 1)) begin d = 1; m = m >> 1; end else begin d = 0; m = m << 1; end
          1: m = c[0] ? 8'haa : 8'h55; 2: m = c; default: m = 1; endcase
        c = c + 1;
      end
      @(negedge clk) if (l !== m) $fatal(1, "leds %b %b", l, m);
    end
    $display("PASS"); $finish;
  end
endmodule
