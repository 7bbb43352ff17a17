module barrel_shifter (
    input wire [31:0] data_in,      // 32-bit input data
    input wire [4:0] shift_amount, // Number of bits to shift
    input wire direction,        // Direction of shift (0 for left, 1 for right)
    output wire [31:0] data_out   // 32-bit output data
);

    // Define the shift direction
    assign direction ? shift_amount : (32 - shift_amount);

    // Shift the data using the shift amount and direction
    always @(*) begin
        if (direction == 0)
            data_out = data_in << direction_amount;
        else if (direction == 1)
            data_out = data_in >> direction_amount;
    end

endmodule
