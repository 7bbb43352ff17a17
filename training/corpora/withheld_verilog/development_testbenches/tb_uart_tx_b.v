module tb;
  reg clk = 0, rst = 1, dv = 0; reg [7:0] b; wire act, ser, done; integer i, k, s, n; reg [9:0] fr;
  uart_tx #(.CLKS_PER_BIT(6)) dut(.i_Clock(clk), .i_Reset(rst), .i_Tx_DV(dv), .i_Tx_Byte(b), .o_Tx_Active(act), .o_Tx_Serial(ser), .o_Tx_Done(done));
  always #5 clk = ~clk;
  initial begin
    s = 8; b = 0; repeat (3) @(negedge clk); if (ser !== 1 || act !== 0 || done !== 0) $fatal(1, "idle"); rst = 0;
    for (i = 0; i < 30; i = i + 1) begin
      b = ($random(s) >> 11); fr = {1'b1, b, 1'b0}; dv = 1; @(negedge clk); dv = 0; b = ~b;
      if (act !== 1 || ser !== 1) $fatal(1, "accept");
      for (k = 0; k < 60; k = k + 1) begin
        @(negedge clk); if (ser !== fr[k / 6]) $fatal(1, "bit %0d of %b", k / 6, fr);
        if (done !== (k == 59) || act !== (k < 59)) $fatal(1, "done/active at %0d", k);
      end
      @(negedge clk) if (done !== 1) $fatal(1, "done 2");
      @(negedge clk) if (done !== 0) $fatal(1, "done 3");
      repeat (i % 5) begin @(negedge clk); if (ser !== 1 || act !== 0 || done !== 0) $fatal(1, "idle line"); end
    end
    $display("PASS"); $finish;
  end
endmodule
