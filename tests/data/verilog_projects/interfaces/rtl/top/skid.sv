module skid #(parameter int W = 8) (
  stream_if.sink   s,
  stream_if.source m
);
  logic         full;
  logic [W-1:0] hold;
  assign s.ready = !full;
  assign m.valid = full | s.valid;
  assign m.data  = full ? hold : s.data;
  always_ff @(posedge s.clk or negedge s.rst_n)
    if (!s.rst_n) begin
      full <= 1'b0;
      hold <= '0;
    end else if (s.valid && s.ready && !m.ready) begin
      full <= 1'b1;
      hold <= s.data;
    end else if (m.ready) begin
      full <= 1'b0;
    end
endmodule
