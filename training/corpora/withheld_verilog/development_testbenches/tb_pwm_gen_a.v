module tb;
  reg clk = 0, reset = 1, en = 0; reg [7:0] duty = 8'd77; wire p, ps; reg [7:0] c, dl; reg ep; integer i, s;
  pwm_gen dut(.clk(clk), .reset(reset), .enable(en), .duty(duty), .pwm_out(p), .period_start(ps));
  always #5 clk = ~clk;
  initial begin
    s = 3; repeat (2) @(negedge clk); reset = 0; c = 0; dl = 0; ep = 0;
    for (i = 0; i < 5000; i = i + 1) begin
      en = (i < 1500) || ($random(s) % 9 != 0); if (i % 97 == 0) duty = ($random(s) >> 11);
      #1 if (ps !== (c == 0 && en)) $fatal(1, "period_start");
      ep = en && (c < dl); if (en) begin if (c == 255) dl = duty; c = c + 1; end
      @(negedge clk); if (p !== ep) $fatal(1, "pwm at %0d", i);
    end
    $display("PASS"); $finish;
  end
endmodule
