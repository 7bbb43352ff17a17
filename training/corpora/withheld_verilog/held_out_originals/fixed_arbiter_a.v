// Fixed priority arbiter with mask and lock
module fixed_arbiter #(
  parameter NUM_REQ = 4
)(
  input                    clk,
  input                    rst_n,
  input  [NUM_REQ-1:0]     req,
  input  [NUM_REQ-1:0]     mask,
  input                    lock,
  output reg [NUM_REQ-1:0] gnt,
  output                   gnt_valid
);
  wire [NUM_REQ-1:0] masked_req = req & ~mask;
  wire [NUM_REQ-1:0] higher_pri;
  wire [NUM_REQ-1:0] gnt_next;

  assign higher_pri[0] = 1'b0;
  genvar i;
  generate
    for (i = 1; i < NUM_REQ; i = i + 1) begin : pri_chain
      assign higher_pri[i] = higher_pri[i-1] | masked_req[i-1];
    end
  endgenerate

  assign gnt_next  = masked_req & ~higher_pri;
  assign gnt_valid = |gnt;

  always @(posedge clk or negedge rst_n) begin
    if (!rst_n)
      gnt <= {NUM_REQ{1'b0}};
    else if (lock && (gnt & req) != 0)
      gnt <= gnt;        // owner keeps the grant
    else
      gnt <= gnt_next;
  end
endmodule
