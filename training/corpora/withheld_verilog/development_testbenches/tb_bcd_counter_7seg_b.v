module tb;
  reg clk = 0, rst_n = 0, en = 0; wire [6:0] so, st; wire co; integer i, s, n;
  bcd_counter_7seg dut(.clk(clk), .rst_n(rst_n), .en(en), .seg_ones(so), .seg_tens(st), .carry_out(co));
  always #5 clk = ~clk;
  function [6:0] seg(input integer d); case (d) 0: seg = 7'h40; 1: seg = 7'h79; 2: seg = 7'h24; 3: seg = 7'h30; 4: seg = 7'h19; 5: seg = 7'h12; 6: seg = 7'h02; 7: seg = 7'h78; 8: seg = 7'h00; 9: seg = 7'h10; endcase endfunction
  initial begin
    s = 1; n = 0; repeat (2) @(negedge clk); rst_n = 1;
    for (i = 0; i < 600; i = i + 1) begin
      en = ($random(s) >> 11) | (i < 120); #1 if (so !== seg(n % 10) || st !== seg(n / 10) || co !== (en && n == 99)) $fatal(1, "at %0d", n);
      if (en) n = (n + 1) % 100; @(negedge clk);
    end
    rst_n = 0; #1 if (so !== seg(0) || st !== seg(0)) $fatal(1, "reset");
    $display("PASS"); $finish;
  end
endmodule
