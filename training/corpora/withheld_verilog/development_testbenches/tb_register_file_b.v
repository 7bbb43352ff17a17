module tb;
  reg clk = 0, reset = 1, we = 0; reg [4:0] wa, a1, a2; reg [31:0] wd; wire [31:0] d1, d2; reg [31:0] m [0:31]; integer i, s;
  register_file dut(.clk(clk), .reset(reset), .we(we), .waddr(wa), .wdata(wd), .raddr1(a1), .raddr2(a2), .rdata1(d1), .rdata2(d2));
  always #5 clk = ~clk;
  initial begin
    s = 11; for (i = 0; i < 32; i = i + 1) m[i] = 0; wa = 0; wd = 0; a1 = 0; a2 = 0; @(negedge clk) reset = 0;
    for (i = 0; i < 32; i = i + 1) begin a1 = i; a2 = 31 - i; #1 if (d1 !== 0 || d2 !== 0) $fatal(1, "cleared"); end
    for (i = 0; i < 1500; i = i + 1) begin
      @(negedge clk); we = ($random(s) >> 11); wa = ($random(s) >> 11); wd = $random(s); a1 = (i % 4) ? ($random(s) >> 11) : wa; a2 = (i % 5) ? ($random(s) >> 11) : wa;
      #1 if (d1 !== (a1 == 0 ? 0 : (we && wa == a1) ? wd : m[a1])) $fatal(1, "rdata1");
      if (d2 !== (a2 == 0 ? 0 : (we && wa == a2) ? wd : m[a2])) $fatal(1, "rdata2");
      @(posedge clk) if (we && wa != 0) m[wa] = wd;
    end
    $display("PASS"); $finish;
  end
endmodule
