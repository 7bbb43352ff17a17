module tb;
  reg clk = 0, reset = 1, st = 0, dc = 0, wf = 0, dr = 0; wire f, m, d, o, l; integer i, s, q, t, n, seen; reg [4:0] e;
  washing_machine dut(.clk(clk), .reset(reset), .start(st), .door_closed(dc), .water_full(wf), .drained(dr), .fill_valve(f), .motor_on(m), .drain_valve(d), .done(o), .door_lock(l));
  always #5 clk = ~clk;
  initial begin
    s = 6; q = 0; t = 0; seen = 0; repeat (2) @(negedge clk); reset = 0;
    for (i = 0; i < 4000; i = i + 1) begin
      st = $random(s) >> 11; dc = $random(s) >> 12; wf = $random(s) >> 13; dr = $random(s) >> 14;
      #1 case (q) 0: e = 0; 1: e = 5'b10001; 2: e = 5'b01001; 3: e = 5'b00101; 4: e = 5'b01101; default: e = 5'b00010; endcase
      if ({f, m, d, o, l} !== e) $fatal(1, "state %0d outputs %b", q, {f, m, d, o, l});
      n = q; case (q) 0: if (st && dc) n = 1; 1: if (wf) n = 2; 2: if (t == 5) n = 3; 3: if (dr) n = 4; 4: if (t == 3) n = 5; 5: if (!st) n = 0; endcase
      if (q == 2 || q == 4) t = t + 1; else t = 0; if (n == 5) seen = seen + 1; q = n;
      @(negedge clk);
    end
    if (seen < 20) $fatal(1, "stimulus");
    $display("PASS"); $finish;
  end
endmodule
