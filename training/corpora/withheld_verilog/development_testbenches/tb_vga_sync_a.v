module tb;
  reg clk = 0, rst = 1; wire hs, vs, de, fs; wire [9:0] x, y; integer i, h, v, ph, pv;
  vga_sync #(.H_ACTIVE(12), .H_FP(3), .H_SYNC(4), .H_BP(5), .V_ACTIVE(7), .V_FP(2), .V_SYNC(3), .V_BP(1)) dut(.pclk(clk), .rst(rst), .hsync(hs), .vsync(vs), .de(de), .x(x), .y(y), .frame_start(fs));
  always #5 clk = ~clk;
  initial begin
    h = 0; v = 0; repeat (2) @(negedge clk); if (hs !== 1 || vs !== 1 || fs !== 1) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 1200; i = i + 1) begin
      ph = h; pv = v; h = h + 1; if (h == 24) begin h = 0; v = (v + 1) % 13; end
      @(negedge clk);
      if (hs !== !(ph >= 15 && ph < 19) || vs !== !(pv >= 9 && pv < 12)) $fatal(1, "sync");
      if (de !== (h < 12 && v < 7) || x !== (h < 12 && v < 7 ? h : 0) || y !== (h < 12 && v < 7 ? v : 0) || fs !== (h == 0 && v == 0)) $fatal(1, "position");
    end
    $display("PASS"); $finish;
  end
endmodule
