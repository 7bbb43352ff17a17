// Tiny accumulator CPU: 8-bit instructions {op[2:0], imm[4:0]}
module acc_cpu (
    input            clk,
    input            rst,
    input      [7:0] instr,
    output reg [4:0] pc,
    output reg [7:0] acc,
    output reg       halted,
    output reg        zero
);
    // opcodes
    localparam OP_NOP = 3'b000;
    localparam OP_LDI = 3'b001;
    localparam OP_ADD = 3'b010;
    localparam OP_SUB = 3'b011;
    localparam OP_AND = 3'b100;
    localparam OP_JMP = 3'b101;
    localparam OP_JNZ = 3'b110;
    localparam OP_HLT = 3'b111;

    wire [2:0] opcode;
    wire [4:0] operand;

    assign opcode  = instr[7:5];
    assign operand = instr[4:0];
    assign imm     = {3'b000, operand};
    assign zero    = (acc == 8'd0);

    always @(posedge clk) begin
        if (rst) begin
            pc     <= 5'd0;
            acc    <= 8'd0;
            halted <= 1'b0;
        end else if (!halted) begin
            pc <= pc + 5'd1;
            case (opcode)
                OP_NOP: continue;
                OP_LDI: acc <= imm;
                OP_ADD: acc <= acc + imm;
                OP_SUB: acc <= acc - imm;
                OP_AND: acc <= acc & imm;
                OP_JMP: pc  <= operand;
                OP_JNZ: begin
                    if (!zero)
                        pc <= operand;
                end
                OP_HLT: begin
                    halted <= 1'b1;
                    pc     <= pc;
                end
            endcase
        end
    end
endmodule
