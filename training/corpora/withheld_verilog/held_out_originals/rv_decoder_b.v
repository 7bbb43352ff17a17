// Small RISC-V style control decoder (R, I, load, store, branch)
module rv_decoder (
    input  [31:0] instr,
    output reg    reg_write,
    output reg    mem_read,
    output reg    mem_write,
    output reg    branch,
    output reg    alu_src,
    output reg [1:0] result_src,
    output reg [31:0] imm,
    output [4:0] rs1,
    output [4:0] rs2,
    output [4:0] rd,
    output reg   illegal
);

    wire [6:0] opcode = instr[6:0];

    assign rs1 = instr[19:15];
    assign rs2 = instr[24:20];
    assign rd  = instr[11:7];

    always @(*) begin
        // defaults
        reg_write  = 1'b0;
        mem_read   = 1'b0;
        mem_write  = 1'b0;
        branch     = 1'b0;
        alu_src    = 1'b0;
        result_src = 2'b00;
        imm        = 32'd0;
        illegal    = 1'b0;

        case (opcode)
            7'b0110011: begin // R-type
                reg_write = 1'b1;
            end
            7'b0010011: begin // I-type ALU
                reg_write = 1'b1;
                alu_src   = 1'b1;
                imm       = {{20{instr[31]}}, instr[31:20]};
            end
            7'b0000011: begin // load
                reg_write  = 1'b1;
                mem_read   = 1'b1;
                alu_src    = 1'b1;
                result_src = 2'b01;
                imm        = {{20{instr[31]}}, instr[31:20]};
            end
            7'b0100011: begin // store
                mem_write = 1'b1;
                alu_src   = 1'b1;
                imm       = {{20{instr[31]}}, instr[31:25], instr[11:7]};
            end
            7'b1100011: begin // branch
                branch = 1'b1;
                imm    = {{19{instr[31]}}, instr[31], instr[7], instr[30:25], instr[11:8], 1'b0};
            end
            default: illegal = 1'b1;
        endcase
    end
endmodule
