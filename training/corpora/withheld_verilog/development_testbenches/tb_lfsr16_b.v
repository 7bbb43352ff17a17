module tb;
  reg clk = 0, rst = 1, en = 0, ld = 0; reg [15:0] seed = 0, m; wire [15:0] o; wire v; reg mv; integer i, s;
  lfsr16 dut(.clk(clk), .rst(rst), .enable(en), .load_seed(ld), .seed(seed), .lfsr_out(o), .valid(v));
  always #5 clk = ~clk;
  initial begin
    s = 5; m = 16'hace1; mv = 0; @(negedge clk) if (o !== 16'hace1 || v !== 0) $fatal(1, "reset"); @(negedge clk) rst = 0;
    for (i = 0; i < 1000; i = i + 1) begin
      en = ($random(s) >> 11); ld = (i % 50 == 49); seed = (i % 100 == 99) ? 0 : ($random(s) >> 11);
      if (ld) begin m = seed ? seed : 16'hace1; mv = 0; end else if (en) begin m = {m[14:0], m[15] ^ m[13] ^ m[12] ^ m[10]}; mv = 1; end
      @(negedge clk) if (o !== m || v !== mv) $fatal(1, "lfsr %h %h", o, m);
    end
    $display("PASS"); $finish;
  end
endmodule
