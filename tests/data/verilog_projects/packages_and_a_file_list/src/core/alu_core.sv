module alu_core
  import types_pkg::*;
(
  input  alu_req_t req_i,
  output alu_rsp_t rsp_o
);
  logic [XLEN-1:0] y;
  logic [4:0] shamt;
  assign shamt = req_i.b[4:0];
  always_comb begin
    unique case (req_i.op)
      OP_ADD: y = req_i.a + req_i.b;
      OP_SUB: y = req_i.a - req_i.b;
      OP_AND: y = req_i.a & req_i.b;
      OP_OR:  y = req_i.a | req_i.b;
      OP_XOR: y = req_i.a ^ req_i.b;
      OP_SLL: y = req_i.a << shamt;
      OP_SRL: y = req_i.a >> shamt;
      OP_SLT: y = {{(XLEN-1){1'b0}}, $signed(req_i.a) < $signed(req_i.b)};
      default: y = '0;
    endcase
  end
  assign rsp_o.y = y;
  assign rsp_o.zero = (y == '0);
endmodule : alu_core
