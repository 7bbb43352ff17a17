module sha_like_round_function_pipeline (
    input wire clk,
    input wire rst,
    input wire [4:0] input_data,
    output reg [159:0] output_round
);

    // Define the states of the FSM
    typedef enum {STATE_INIT, STATE_ROUNDFUNC, STATE_OUTPUT} FSM_STATE;
    reg [1:0] current_state;
    reg [1:0] next_state;

    // Define the round function constants
    localparam NUM_ROUNDS = 16;
    reg [4:0] round_keys[NUM_ROUNDS] = {
        4'b00001, 4'b00010, 4'b00100, 4'b00110, 4'b01000, 4'b01010, 4'b01100, 4'b01110, 4'b10000, 4'b10010, 4'b10100, 4'b10110, 4'b11000, 4'b11010, 4'b11100
    };

    // Define the initial state
    initial begin
        current_state = STATE_INIT;
        next_state = STATE_INIT;
        output_round = 0;
    end

    // Process the FSM
    always @(posedge clk or posedge rst) begin
        if (rst) begin
            current_state <= STATE_INIT;
            next_state <= STATE_INIT;
            output_round <= 0;
        end else begin
            current_state <= next_state;
            case (current_state)
                STATE_INIT:
                    next_state = STATE_ROUNDFUNC;
                    // Initialize the round keys
                    for (int i = 0; i < NUM_ROUNDS; i++) begin
                        round_keys[i] = round_keys[i];
                    end
                STATE_ROUNDFUNC:
                    // Process the round function
                    for (int i = 0; i < 4; i++) begin
                        output_round[i] = round_keys[i] ^ input_data[i];
                    end
                    // Move to the next state
                    next_state = STATE_OUTPUT;
                STATE_OUTPUT:
                    // No further processing needed
                    next_state = STATE_OUTPUT;
            end
        end
    end

endmodule
