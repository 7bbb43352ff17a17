module alu (
    input wire clk,
    input wire rst,
    input wire [7:0] input_data,
    input wire [3:0] op,
    output reg [7:0] result,
    output reg [3:0] flags
);

// Declare ALU logic
always @(posedge clk or posedge rst) begin
    if (rst) begin
        flags <= 4'b0000; // Clear flags on reset
        result <= 8'b00000000; // Clear result on reset
    end else begin
        // Perform addition
        if (op == 4'b0001) begin
            result <= input_data[7:0] + input_data[3:0];
            flags <= 4'b0000; // Clear flags on addition
        end

        // Perform subtraction
        else if (op == 4'b0010) begin
            result <= input_data[7:0] - input_data[3:0];
            if (result[7] == 1'b1) flags <= 4'b0100; // Set borrow flag
            else flags <= 4'b0000; // Clear borrow flag
        end

        // Perform bitwise OR
        else if (op == 4'b0011) begin
            result <= input_data[7:0] | input_data[3:0];
        end

        // Perform bitwise AND
        else if (op == 4'b0100) begin
            result <= input_data[7:0] & input_data[3:0];
        end

        // Perform bitwise XOR
        else if (op == 4'b0101) begin
            result <= input_data[7:0] ^ input_data[3:0];
        end

        // Perform bitwise NOT
        else if (op == 4'b0110) begin
            result <= ~input_data[7:0];
        end

        // Perform shift left
        else if (op == 4'b0111) begin
            result <= input_data[7:0] << 1;
            if (result[7] == 1'b1) flags <= 4'b0100; // Set borrow flag
            else flags <= 4'b0000; // Clear borrow flag
        end

        // Perform shift right
        else if (op == 4'b1000) begin
            result <= input_data[7:0] >> 1;
            if (result[0] == 1'b1) flags <= 4'b0100; // Set borrow flag
            else flags <= 4'b0000; // Clear borrow flag
        end
    end
end

endmodule
