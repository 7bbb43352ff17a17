module half_precision_adder (
    input logic [1:0] A,
    input logic [1:0] B,
    output logic [1:0] sum,
    output logic overflow
);

    // Half precision binary representation
    logic [4:0] a;
    logic [4:0] b;
    logic [4:0] result;
    logic [1:0] sign;
    logic [3:0] exponent;
    logic [4:0] fraction;

    // Assign binary values
    assign a = A << 2; // Shift A left by 2 bits to create 4-bit exponent
    assign b = B << 2; // Shift B left by 2 bits to create 4-bit exponent

    // Extract sign, exponent, and fraction
    assign sign = a[3];
    assign exponent = a[2:0] | b[2:0]; // Combine exponents of A and B
    assign fraction = a[0:1] | b[0:1]; // Combine fractions of A and B

    // Calculate result
    if (exponent == 0) begin
        // If exponent is 0, add fractions
        result = fraction | b[1:0];
    end
    else begin
        // If exponent is not 0, add fractions and carry
        if (fraction[4] | b[4]) begin
            exponent = exponent - 1;
            fraction = fraction << 1;
            fraction[4] = 0; // Clear carry
        end
        if (exponent > 3) begin
            // If exponent is greater than 3, carry overflow
            overflow = 1;
            result[4:0] = result[4:0] | 1'b1; // Set carry to 1
        end
        else begin
            // Otherwise, add fractions and exponent
            result = result | fraction;
            result = result << 1;
            result[4:0] = result[4:0] | 1'b1; // Set carry to 1
        end
    end

    // Assign result to sum
    assign sum = result >> 2; // Shift result right by 2 bits to remove exponent and sign
    assign overflow = overflow | (result[4:0] == 5'b11111); // Check if all bits of result are 1 (overflow)

endmodule
