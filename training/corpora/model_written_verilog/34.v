module vending_machine (
    input clk,      // Clock input
    input rst,      // Reset input
    input [4:0] coin, // Coin input (0-9)
    input [4:0] snack, // Snack input (0-2)
    output reg [1:0] state, // State output
    output reg dispense, // Dispense output
    output reg [3:0] change // Change output
);

// Define the states
typedef enum {idle, select, dispense} state_t;
reg [1:0] state = idle;

// Define the inputs
typedef enum {no_coin, insert_coin, select_snack} input_t;
reg [1:0] input = no_coin;

// Define the outputs
typedef enum {no_change, some_change} change_t;
reg [1:0] change = no_change;

// Define the variables
reg [4:0] balance = 0; // Balance in cents
reg [4:0] snack_count = 0; // Count of snacks available

// Define the state transitions
always @(posedge clk or negedge rst) begin
    if (rst) begin
        state <= idle;
        balance <= 0;
        snack_count <= 0;
    end else begin
        case (state)
            idle: begin
                if (input == insert_coin) begin
                    balance <= balance + coin;
                    state <= select;
                end
            end
            select: begin
                if (snack_count > 0) begin
                    balance -= snack;
                    snack_count -= 1;
                    dispense <= 1;
                    change <= some_change;
                    state <= select;
                end else begin
                    dispense <= 0;
                    change <= no_change;
                    state <= idle;
                end
            end
            dispense: begin
                dispense <= 0;
                change <= no_change;
                state <= idle;
            end
        endcase
    end
end

// Define the logic for displaying the balance and change
always @(posedge clk) begin
    dispense <= 0;
    change <= no_change;
    if (state == select) begin
        dispense <= 1;
        change <= some_change;
    end
end

endmodule
