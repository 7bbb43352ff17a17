`default_nettype none
module pipe
  import types_pkg::alu_req_t, types_pkg::alu_rsp_t;
(
  input  wire  logic     clk_i,
  input  wire  logic     rst_ni,
  input  wire  alu_req_t req_i,
  input  wire  logic     valid_i,
  output alu_rsp_t       rsp_o,
  output logic           valid_o
);
  alu_req_t req_q;
  logic     valid_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      req_q   <= '0;
      valid_q <= 1'b0;
    end else begin
      valid_q <= valid_i;
      if (valid_i) req_q <= req_i;
    end
  end
  alu_core u_alu (.req_i(req_q), .rsp_o);
  assign valid_o = valid_q;
endmodule
`default_nettype wire
