module tb;
  reg clk = 0, rst = 1, mode = 0, en = 0; wire [5:0] q; wire t; reg [5:0] m; reg mq; integer i, s;
  johnson_ring #(.N(6)) dut(.clk(clk), .rst(rst), .mode(mode), .en(en), .q(q), .tick(t));
  always #5 clk = ~clk;
  initial begin
    s = 4; m = 1; mq = 0; repeat (2) @(negedge clk); if (q !== 1) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 1000; i = i + 1) begin
      en = $random(s) >> 11; if (i % 40 == 0) mode = $random(s) >> 12;
      #1 if (t !== (en & m[5])) $fatal(1, "tick");
      if (mode != mq) m = mode ? 0 : 1; else if (en) m = {m[4:0], m[5] ^ mode}; mq = mode;
      @(negedge clk) if (q !== m) $fatal(1, "q %b %b", q, m);
    end
    $display("PASS"); $finish;
  end
endmodule
