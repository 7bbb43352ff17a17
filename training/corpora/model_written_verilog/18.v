module LFSR(
    input wire clk,
    input wire rst,
    input wire load,
    input wire [31:0] initial_state,
    output reg [31:0] current_state,
    output reg [31:0] next_state
);

    parameter LFSR_WIDTH = 32;
    parameter LFSR_POLYNOMIAL = 0x01; // Example polynomial

    reg [LFSR_WIDTH-1:0] reg_val;
    reg [LFSR_WIDTH-1:0] xor_out;

    // Initialize the register with the provided initial state
    initial begin
        reg_val = initial_state;
    end

    // Update the register with the LFSR polynomial
    always @(posedge clk or posedge rst) begin
        if (!rst) begin
            reg_val <= initial_state;
            xor_out <= 0;
        end else begin
            xor_out = reg_val[0] ^ reg_val[1];
            reg_val = reg_val >> 1;
            reg_val = reg_val | xor_out & LFSR_POLYNOMIAL;
        end
    end

    // Update the current state and next state
    always @(posedge clk) begin
        current_state <= reg_val;
        next_state <= reg_val;
    end

endmodule
