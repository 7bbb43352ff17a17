module tb;
  reg clk = 0, rst = 1, ps = 0, pp = 0; reg [7:0] d; wire [7:0] o; wire f, e, er; reg [7:0] m [0:8]; reg [7:0] eo; reg ee; integer i, s, n;
  lifo_stack dut(.clk(clk), .rst(rst), .push(ps), .pop(pp), .data_in(d), .data_out(o), .full(f), .empty(e), .error(er));
  always #5 clk = ~clk;
  initial begin
    s = 9; n = 0; eo = 0; ee = 0; d = 0; repeat (2) @(negedge clk); if (o !== 0 || e !== 1 || f !== 0 || er !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 2000; i = i + 1) begin
      ps = ((i / 30) % 2) ? ($random(s) % 4 == 0) : ($random(s) % 4 != 0); pp = ((i / 30) % 2) ? ($random(s) % 4 != 0) : ($random(s) % 4 == 0); d = ($random(s) >> 11);
      ee = 0;
      if (ps && !pp) begin if (n == 8) ee = 1; else begin m[n] = d; n = n + 1; end end
      else if (pp && !ps) begin if (n == 0) ee = 1; else begin n = n - 1; eo = m[n]; end end
      @(negedge clk) if (o !== eo || f !== (n == 8) || e !== (n == 0) || er !== ee) $fatal(1, "at %0d", i);
    end
    $display("PASS"); $finish;
  end
endmodule
