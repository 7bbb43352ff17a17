module hub_sva import bus_pkg::*; (input logic clk, rst_n, any_busy, input logic [N_CH-1:0] start);
  property p_start;
    @(posedge clk) disable iff (!rst_n) |start |=> ##[0:2] any_busy;
  endproperty
  a_start: assert property (p_start) else $error("start was lost");
endmodule
bind hub hub_sva u_sva (.*);
