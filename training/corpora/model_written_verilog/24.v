module BoothMultiplierSequential (
    input wire [2:0] multiplier,
    input wire [2:0] multiplicand,
    input wire clk,
    input wire rst,
    output reg [15:0] product
);

    // Booth multiplier logic
    wire [2:0] shift_reg;
    reg [15:0] shift_reg_product;
    reg [15:0] carry;
    reg [15:0] temp_product;
    reg [15:0] next_product;

    initial begin
        shift_reg = multiplier;
        shift_reg_product = 0;
        carry = 0;
        temp_product = 0;
        next_product = 0;
    end

    always @(posedge clk or negedge rst) begin
        if (!rst) begin
            shift_reg = multiplier;
            shift_reg_product = 0;
            carry = 0;
            temp_product = 0;
            next_product = 0;
        end else begin
            if (shift_reg[0] == '1') begin
                temp_product = shift_reg_product + carry;
                carry = (temp_product >> 1) + (temp_product & 1);
            end else begin
                temp_product = shift_reg_product >> 1;
                carry = (temp_product >> 1) + (temp_product & 1);
            end
            if (shift_reg[1] == '1') begin
                temp_product = temp_product + carry;
                carry = (temp_product >> 1) + (temp_product & 1);
            end else begin
                temp_product = temp_product >> 1;
                carry = (temp_product >> 1) + (temp_product & 1);
            end
            if (shift_reg[2] == '1') begin
                temp_product = temp_product + carry;
                carry = (temp_product >> 1) + (temp_product & 1);
            end else begin
                temp_product = temp_product >> 1;
                carry = (temp_product >> 1) + (temp_product & 1);
            end
            shift_reg = shift_reg[1:0];
            shift_reg_product = temp_product;
        end
    end

    // Output the result
    assign product = shift_reg_product;

endmodule
