module barrel_shifter_32bit #(parameter WIDTH = 32)
(
    input wire clk,
    input wire reset,
    input wire rotate,
    input wire [WIDTH-1:0] input_data,
    output reg [WIDTH-1:0] output_data
);

    // 3-state FSM to handle the different stages of the barrel shifter
    reg [1:0] state;
    reg [1:0] next_state;

    // Carry flag for the addition operation
    reg [1:0] carry;

    // Current value of the carry flag from the previous cycle
    reg [1:0] carry_prev;

    // Process to update the state, carry, and output_data
    always @(posedge clk or posedge reset)
    begin
        if (reset)
        begin
            state <= 2'b00;
            carry_prev <= 2'b00;
            output_data <= 32'b0;
        end
        else
        begin
            // Update the state based on the rotate signal
            case (rotate)
                1'b1: state <= state + 2'b10;
                1'b0: state <= state;
                default: state <= state;
            endcase

            // Update the carry flag based on the state transition
            case (state)
                2'b00: carry_prev <= carry_prev;
                2'b01: carry_prev <= carry_prev;
                2'b10: carry_prev <= carry_prev;
                2'b11: carry_prev <= carry;
            endcase

            // Update the carry flag for the current cycle
            case (state)
                2'b00: carry <= carry_prev;
                2'b01: carry <= carry_prev;
                2'b10: carry <= carry_prev;
                2'b11: carry <= carry;
            endcase

            // Update the output_data based on the state and carry
            case (state)
                2'b00: output_data <= output_data;
                2'b01: output_data <= output_data;
                2'b10: output_data <= carry_prev;
                2'b11: output_data <= carry_prev;
            endcase
        end
    end

endmodule
