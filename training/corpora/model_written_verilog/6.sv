module carry_lookahead_adder_16bit(
    input [15:0] a,
    input [15:0] b,
    input [15:0] c,
    output [15:0] sum,
    output reg [15:0] carry_out
);

    // Define the carry lookahead adder
    always @(*) begin
        // Initialize sum and carry_out to zeros
        sum = 0;
        carry_out = 0;

        // Iterate over each bit position from the least significant bit to the most significant bit
        for (int i = 0; i < 16; i++) begin
            // Check if the current bit position has a carry from the previous position
            if (carry_out || (i < 15 && (a[i] || b[i]) && (a[i+1] || b[i+1]))) begin
                sum[i] = 1;
                carry_out = 1;
            end else begin
                sum[i] = 0;
                carry_out = 0;
            end
        end
    end

endmodule
