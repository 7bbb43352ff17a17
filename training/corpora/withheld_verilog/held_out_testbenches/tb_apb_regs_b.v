module tb;
  reg clk = 0, rn = 0, sel = 0, en = 0, wr = 0; reg [7:0] a, gi; reg [31:0] d; wire [31:0] q; wire rdy, err; wire [7:0] go; reg [7:0] mg; reg [31:0] ms, e; integer i, s;
  apb_regs dut(.PCLK(clk), .PRESETn(rn), .PSEL(sel), .PENABLE(en), .PWRITE(wr), .PADDR(a), .PWDATA(d), .PRDATA(q), .PREADY(rdy), .PSLVERR(err), .gpio_out(go), .gpio_in(gi));
  always #5 clk = ~clk;
  initial begin
    s = 3; mg = 0; ms = 32'hdeadbeef; a = 0; d = 0; gi = 0; repeat (2) @(negedge clk); if (go !== 0) $fatal(1, "reset"); rn = 1;
    for (i = 0; i < 3000; i = i + 1) begin
      sel = ($random(s) % 4 != 0); en = $random(s) >> 11; wr = $random(s) >> 12; a = (i % 5 == 0) ? $random(s) >> 13 : (($random(s) >> 12) & 7) << 2; d = $random(s); gi = $random(s) >> 10;
      #1 e = (a == 0) ? 32'h41504231 : (a == 4) ? mg : (a == 8) ? gi : (a == 12) ? ms : 0; if (!sel || wr) e = 0;
      if (q !== e || rdy !== 1 || err !== (sel & en & (a > 12 || a % 4 != 0)) || go !== mg) $fatal(1, "addr %h: %h %h", a, q, e);
      if (sel & en & wr) begin if (a == 4) mg = d; if (a == 12) ms = d; end
      @(negedge clk);
    end
    $display("PASS"); $finish;
  end
endmodule
