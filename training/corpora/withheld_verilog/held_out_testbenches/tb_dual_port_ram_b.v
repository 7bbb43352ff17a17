module tb;
  reg clk = 0, w = 0, r = 0; reg [3:0] be; reg [5:0] a, b; reg [31:0] d; wire [31:0] o; wire v; reg [31:0] m [0:63]; reg [31:0] e; integer i, k, s, have;
  dual_port_ram dut(.clk(clk), .we_a(w), .be_a(be), .addr_a(a), .din_a(d), .re_b(r), .addr_b(b), .dout_b(o), .valid_b(v));
  always #5 clk = ~clk;
  initial begin
    s = 3; have = 0; e = 0; for (i = 0; i < 64; i = i + 1) m[i] = 0; #1 if (v !== 0) $fatal(1, "valid");
    @(negedge clk);
    for (i = 0; i < 4000; i = i + 1) begin
      w = $random(s) >> 10; r = $random(s) >> 11; be = $random(s) >> 12; a = $random(s) >> 13; b = (i % 5) ? $random(s) >> 14 : a; d = $random(s);
      if (r) begin e = m[b]; have = 1; end
      if (w) for (k = 0; k < 4; k = k + 1) if (be[k]) m[a][k*8 +: 8] = d[k*8 +: 8];
      @(negedge clk) if (v !== r || (have && o !== e)) $fatal(1, "read %h %h", o, e);
    end
    $display("PASS"); $finish;
  end
endmodule
