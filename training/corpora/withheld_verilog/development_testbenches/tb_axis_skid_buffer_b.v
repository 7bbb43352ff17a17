module tb;
  reg clk = 0, rn = 0, sv = 0, sl = 0, mr = 0; reg [7:0] sd; wire [7:0] md; wire ml, mv, sr; reg [8:0] q [0:4095]; reg ok; integer i, s, h, t;
  axis_skid_buffer dut(.aclk(clk), .aresetn(rn), .s_tdata(sd), .s_tlast(sl), .s_tvalid(sv), .s_tready(sr), .m_tdata(md), .m_tlast(ml), .m_tvalid(mv), .m_tready(mr));
  always #5 clk = ~clk;
  initial begin
    ok = 0; s = 12; h = 0; t = 0; sd = 0; repeat (2) @(negedge clk); if (mv !== 0 || sr !== 1) $fatal(1, "reset"); rn = 1;
    for (i = 0; i < 2000; i = i + 1) begin
      if (!sv || ok) begin sv = (i < 100) | ($random(s) >> 11); sd = ($random(s) >> 11); sl = ($random(s) >> 11); end
      mr = (i < 100) | ($random(s) >> 11);
      #1;
      if (mv !== (t - h > 0)) $fatal(1, "valid at %0d", i); if (sr !== (t - h < 2)) $fatal(1, "ready at %0d", i);
      if (mv && {ml, md} !== q[h]) $fatal(1, "data");
      @(posedge clk) begin ok = sv && sr; if (mv && mr) h = h + 1; if (sv && sr) begin q[t] = {sl, sd}; t = t + 1; end end
      @(negedge clk);
    end
    if (h < 500) $fatal(1, "throughput");
    $display("PASS"); $finish;
  end
endmodule
