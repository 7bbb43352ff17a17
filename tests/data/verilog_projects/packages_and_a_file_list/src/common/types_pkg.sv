package types_pkg;
  parameter int unsigned XLEN = 32;
  typedef enum logic [2:0] {OP_ADD, OP_SUB, OP_AND, OP_OR, OP_XOR, OP_SLL, OP_SRL, OP_SLT} alu_op_e;
  typedef struct packed {
    alu_op_e           op;
    logic [XLEN-1:0]   a;
    logic [XLEN-1:0]   b;
  } alu_req_t;
  typedef struct packed {
    logic [XLEN-1:0]   y;
    logic              zero;
  } alu_rsp_t;
  function automatic logic [XLEN-1:0] sext12(input logic [11:0] imm);
    return {{(XLEN-12){imm[11]}}, imm};
  endfunction
endpackage : types_pkg
