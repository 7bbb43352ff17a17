`timescale 1ns/1ps
module hub_tb;
  import bus_pkg::*;
  logic clk = 0, rst_n = 0; logic [N_CH-1:0] start = '0; byte_t din = 8'h5a;
  ch_t [N_CH-1:0] ch; logic any_busy; int timeout;
  hub dut (.*);
  always #5 clk = ~clk;
  initial begin
    if (!$value$plusargs("timeout=%d", timeout)) timeout = 100;
    repeat (2) @(posedge clk); rst_n <= 1;
    @(posedge clk) start <= 4'b0001;
    @(posedge clk) start <= '0;
    fork
      begin wait (ch[0].st == DONE); end
      begin repeat (timeout) @(posedge clk); $fatal(1, "timeout"); end
    join_any
    disable fork;
    if (dut.gen_ch[0].gen_first.u_chan.mem[0] !== 8'h5a) $error("mem");
    if (ch[0].data !== 8'h5a) $error("data %h", ch[0].data);
    $display("PASS"); $finish;
  end
endmodule
