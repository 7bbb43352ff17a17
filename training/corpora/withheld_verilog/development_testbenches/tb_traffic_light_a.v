module tb;
  reg clk = 0, reset = 1, car = 0; wire [1:0] ml, sl; integer i, s; reg [1:0] st; integer t;
  traffic_light dut(.clk(clk), .reset(reset), .car(car), .main_light(ml), .side_light(sl));
  always #5 clk = ~clk;
  reg [1:0] n;
  initial begin
    s = 9; st = 0; t = 0; repeat (2) @(negedge clk); reset = 0;
    for (i = 0; i < 1500; i = i + 1) begin
      if (i < 40) car = 0; else car = (i < 600) ? 1 : ($random(s) % 5 != 0);
      #1 if (ml !== (st == 0 ? 2 : st == 1 ? 1 : 0) || sl !== (st == 2 ? 2 : st == 3 ? 1 : 0)) $fatal(1, "lights at %0d st %0d: %b %b", i, st, ml, sl);
      n = st;
      case (st) 0: if (car && t >= 9) n = 1; 1: if (t >= 2) n = 2; 2: if (!car || t >= 5) n = 3; 3: if (t >= 2) n = 0; endcase
      if (n != st) t = 0; else if (t < 15) t = t + 1; st = n;
      @(negedge clk);
    end
    reset = 1; #1 if (ml !== 2 || sl !== 0) $fatal(1, "async reset");
    $display("PASS"); $finish;
  end
endmodule
