module tb;
  reg clk = 0, rst = 1, k = 0; reg [3:0] key; wire u, a; integer i, j, s, f, ok, no, na;
  combo_lock dut(.clk(clk), .rst(rst), .key_strobe(k), .key(key), .unlocked(u), .alarm(a));
  always #5 clk = ~clk;
  task press(input [3:0] x); begin key = x; k = 1; @(negedge clk) k = 0; key = ~x; if ($random(s) % 3 == 0) @(negedge clk); end endtask
  reg [11:0] c;
  initial begin
    s = 3; f = 0; no = 0; na = 0; key = 0; repeat (2) @(negedge clk); rst = 0;
    for (i = 0; i < 400; i = i + 1) begin
      c = 12'h271; if (i % 3) begin j = ($random(s) >> 12) & 3; if (j < 3) c[j*4 +: 4] = $random(s) >> 10; else c = $random(s) >> 11; end
      press(c[11:8]); if (u !== 0 || a !== 0) $fatal(1, "early"); press(c[7:4]); if (u !== 0 || a !== 0) $fatal(1, "early"); press(c[3:0]);
      ok = (c == 12'h271); if (ok) f = 0; else f = f + 1;
      if (u !== ok[0] || a !== (f == 3)) $fatal(1, "code %h after %0d", c, f);
      if (ok) begin no = no + 1; press(4'd2); if (u !== 0) $fatal(1, "lock again"); end
      if (f == 3 || i % 50 == 49) begin if (f == 3) begin na = na + 1; press(2); press(7); press(1); if (a !== 1 || u !== 0) $fatal(1, "lockout"); end rst = 1; @(negedge clk) rst = 0; f = 0; if (a !== 0 || u !== 0) $fatal(1, "reset"); end
      if (i == 200) begin rst = 1; @(negedge clk) rst = 0; f = 0; end
      if (i == 200) for (j = 0; j < 3; j = j + 1) begin press(9); press(9); press(9); if (a !== (j == 2)) $fatal(1, "third"); if (j == 2) begin rst = 1; @(negedge clk) rst = 0; end end
    end
    if (no < 20) $fatal(1, "stimulus");
    $display("PASS"); $finish;
  end
endmodule
