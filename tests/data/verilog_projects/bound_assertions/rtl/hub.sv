module hub import bus_pkg::*; (
  input  logic              clk, rst_n,
  input  logic [N_CH-1:0]   start,
  input  byte_t             din,
  output ch_t  [N_CH-1:0]   ch,
  output logic              any_busy
);
  generate
    for (genvar g = 0; g < N_CH; g++) begin : gen_ch
      if (g == 0) begin : gen_first
        chan #(.ID(g)) u_chan (.clk, .rst_n, .start(start[g]), .din, .ch(ch[g]));
      end else begin : gen_rest
        chan #(.T(byte_t), .ID(g)) u_chan (.clk, .rst_n, .start(start[g]), .din(~din), .ch(ch[g]));
      end
    end
  endgenerate
  always_comb begin
    any_busy = 1'b0;
    foreach (ch[i]) any_busy |= (ch[i].st == BUSY);
  end
`ifndef SYNTHESIS
  initial if ($test$plusargs("verbose")) $display("hub with %0d channels", N_CH);
`endif
endmodule
