module BoothMultiplierSequential (
    input wire clk,      // Clock signal
    input wire rst_n,    // Reset signal
    input wire [15:0] multiplier, // Multiplier input
    input wire [15:0] dividend,    // Dividend input
    input wire [3:0] shift_amount,  // Shift amount input
    output wire [31:0] result    // Result of the multiplication
);

    // State definition
    enum logic [1:0] {
        IDLE,
        MULTIPLY,
        SHIFT_LEFT,
        SHIFT_RIGHT,
        FINAL
    } state;

    // State variable to keep track of the current state
    logic [1:0] current_state;

    // Binary counter for the shift amount
    reg [3:0] count;

    // Binary counter for the shift amount, shifted left
    reg [3:0] count_left;

    // Binary counter for the shift amount, shifted right
    reg [3:0] count_right;

    // Carry register
    reg [1:0] carry;

    // Carry register for the shifted left
    reg [1:0] carry_left;

    // Carry register for the shifted right
    reg [1:0] carry_right;

    // Binary representation of the current state
    reg [1:0] state_binary;

    // Binary representation of the shifted left state
    reg [1:0] state_left_binary;

    // Binary representation of the shifted right state
    reg [1:0] state_right_binary;

    // Binary representation of the carry
    reg [1:0] carry_binary;

    // Binary representation of the carry for the shifted left
    reg [1:0] carry_left_binary;

    // Binary representation of the carry for the shifted right
    reg [1:0] carry_right_binary;

    // Binary representation of the result
    reg [31:0] result_binary;

    // Binary representation of the final result
    reg [31:0] final_result_binary;

    // Binary representation of the final result
    reg [31:0] final_result;

    // Binary representation of the final result
    reg [31:0] final_result_shifted;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of the final result
    reg [31:0] final_result_shifted_left_right_right_right_right_right_right_right_right_right_right_right_right_right;

    // Binary representation of