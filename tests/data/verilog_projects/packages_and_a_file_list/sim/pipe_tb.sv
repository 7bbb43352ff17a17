`timescale 1ns/1ps
module pipe_tb;
  import types_pkg::*;
  logic clk = 0, rst_n = 0, valid = 0, valid_o;
  alu_req_t req;
  alu_rsp_t rsp;
  int errors = 0;
  pipe dut (.clk_i(clk), .rst_ni(rst_n), .req_i(req), .valid_i(valid), .rsp_o(rsp), .valid_o(valid_o));
  always #5 clk = ~clk;
  initial begin
    req = '0;
    repeat (2) @(posedge clk);
    rst_n <= 1;
    @(posedge clk);
    valid <= 1; req.op <= OP_ADD; req.a <= 32'd40; req.b <= 32'd2;
    @(posedge clk);
    valid <= 0;
    @(posedge clk);
    if (!valid_o && rsp.y != 42) errors++;
    if (rsp.y !== 32'd42) begin $error("sum is %0d", rsp.y); errors++; end
    if (errors == 0) $display("TEST PASSED");
    $finish;
  end
endmodule
