// Combinational ALU with flags.
module alu #(
    parameter WIDTH = 16
) (
    input  wire [3:0]       op,
    input  wire [WIDTH-1:0] a,
    input  wire [WIDTH-1:0] b,
    input  wire             carry_in,
    output reg  [WIDTH-1:0] result,
    output reg              carry_out,
    output wire             zero,
    output wire             negative,
    output reg              overflow
);

    localparam [3:0] ADD = 4'd0, SUB = 4'd1, ADC = 4'd2, SBC = 4'd3;
    localparam [3:0] AND = 4'd4, OR  = 4'd5, XOR = 4'd6, NOT = 4'd7;
    localparam [3:0] SHL = 4'd8, SHR = 4'd9, SAR = 4'd10, ROL = 4'd11;
    localparam [3:0] LTU = 4'd12, LTS = 4'd13, MIN = 4'd14, MAX = 4'd15;

    localparam SHIFT = $clog2(WIDTH);

    wire [SHIFT-1:0] amount = b[SHIFT-1:0];
    wire [2*WIDTH-1:0] doubled = {a, a} << amount;
    wire less_unsigned = a < b;
    wire less_signed   = $signed(a) < $signed(b);

    always @* begin
        result    = {WIDTH{1'b0}};
        carry_out = 1'b0;
        overflow  = 1'b0;
        case (op)
            ADD: begin
                {carry_out, result} = {1'b0, a} + {1'b0, b};
                overflow = (a[WIDTH-1] == b[WIDTH-1]) && (result[WIDTH-1] != a[WIDTH-1]);
            end
            SUB: begin
                {carry_out, result} = {1'b0, a} - {1'b0, b};
                overflow = (a[WIDTH-1] != b[WIDTH-1]) && (result[WIDTH-1] != a[WIDTH-1]);
            end
            ADC: {carry_out, result} = {1'b0, a} + {1'b0, b} + {{WIDTH{1'b0}}, carry_in};
            SBC: {carry_out, result} = {1'b0, a} - {1'b0, b} - {{WIDTH{1'b0}}, carry_in};
            AND: result = a & b;
            OR:  result = a | b;
            XOR: result = a ^ b;
            NOT: result = ~a;
            SHL: result = a << amount;
            SHR: result = a >> amount;
            SAR: result = $signed(a) >>> amount;
            ROL: result = doubled[2*WIDTH-1:WIDTH];
            LTU: result = {{(WIDTH-1){1'b0}}, less_unsigned};
            LTS: result = {{(WIDTH-1){1'b0}}, less_signed};
            MIN: result = less_signed ? a : b;
            MAX: result = less_signed ? b : a;
            default: result = {WIDTH{1'b0}};
        endcase
    end

    assign zero     = result == {WIDTH{1'b0}};
    assign negative = result[WIDTH-1];

endmodule
