module tb;
  reg clk = 0, rst = 1, start = 0; reg [7:0] a, b; wire [7:0] q, r; wire busy, done, dz; integer i, s, n;
  seq_divider dut(.clk(clk), .rst(rst), .start(start), .dividend(a), .divisor(b), .quotient(q), .remainder(r), .busy(busy), .done(done), .div_by_zero(dz));
  always #5 clk = ~clk;
  initial begin
    s = 7; a = 0; b = 0; repeat (2) @(negedge clk); if (q !== 0 || busy !== 0 || done !== 0 || dz !== 0) $fatal(1, "reset"); rst = 0;
    for (i = 0; i < 300; i = i + 1) begin
      a = ($random(s) >> 11); b = (i % 20 == 3) ? 0 : (i % 3) ? ($random(s) >> 11) : ($random(s) >> 11) & 8'h0f; start = 1; @(negedge clk); start = 0;
      if (b == 0) begin if (dz !== 1 || done !== 1 || busy !== 0) $fatal(1, "zero"); end
      else begin
        if (dz !== 0 || busy !== 1 || done !== 0) $fatal(1, "start");
        n = 0; while (done !== 1 && n < 50) begin n = n + 1; @(negedge clk); end
        if (n != 8) $fatal(1, "latency %0d", n);
        if (q !== a / b || r !== a % b || busy !== 0) $fatal(1, "%0d / %0d: %0d %0d", a, b, q, r);
      end
      @(negedge clk) if (done !== 0) $fatal(1, "done stays");
    end
    $display("PASS"); $finish;
  end
endmodule
