/*
 * 8-bit ALU
 */
module alu8 (
    input  [7:0] a,
    input  [7:0] b,
    input  [3:0] op,
    output reg [7:0] result,
    output zero,
    output reg carry,
    output reg overflow
);

    parameter ADD = 4'h0;
    parameter SUB = 4'h1;
    parameter AND = 4'h2;
    parameter OR  = 4'h3;
    parameter XOR = 4'h4;
    parameter NOT = 4'h5;
    parameter SHL = 4'h6;
    parameter SHR = 4'h7;
    parameter SLT = 4'h8;

    reg [8:0] tmp;

    always @(*) begin
        tmp      = 9'd0;
        result   = 8'd0;
        carry    = 1'b0;
        overflow = 1'b0;
        case (op)
            ADD: begin
                tmp      = {1'b0, a} + {1'b0, b};
                result   = tmp[7:0];
                carry    = tmp[8];
                overflow = (a[7] == b[7]) && (result[7] != a[7]);
            end
            SUB: begin
                tmp      = {1'b0, a} - {1'b0, b};
                result   = tmp[7:0];
                carry    = tmp[8];
                overflow = (a[7] != b[7]) && (result[7] != a[7]);
            end
            AND: result = a & b;
            OR:  result = a | b;
            XOR: result = a ^ b;
            NOT: result = ~a;
            SHL: begin
                result = a << 1;
                carry  = a[7];
            end
            SHR: begin
                result = a >> 1;
                carry  = a[0];
            end
            SLT: result = ($signed(a) < $signed(b)) ? 8'd1 : 8'd0;
            default: result = 8'd0;
        endcase
    end

    assign zero = (result == 8'd0);

endmodule
