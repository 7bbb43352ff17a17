module tb_stream_top;
  timeunit 1ns; timeprecision 1ps;
  logic clk = 0, rst_n = 0, in_valid = 0, in_ready, out_valid, out_ready = 1;
  logic [7:0] in_data = 0, out_data;
  stream_top dut (.*);
  always #5 clk = ~clk;
  int got = 0;
  always @(posedge clk) if (rst_n && out_valid && out_ready) begin
    if (out_data !== 8'(got)) $fatal(1, "got %0d expected %0d", out_data, got);
    got++;
  end
  initial begin
    #23 rst_n = 1;
    for (int i = 0; i < 20; i++) begin
      @(negedge clk); in_valid = 1; in_data = 8'(i); out_ready = (i % 3) != 0;
      while (!in_ready) @(negedge clk);
    end
    @(negedge clk); in_valid = 0; out_ready = 1;
    repeat (4) @(posedge clk);
    if (got != 20) $fatal(1, "only %0d", got);
    $display("PASS");
    $finish;
  end
endmodule
