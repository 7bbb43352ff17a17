module rotary_encoder_menu_counter(
    input wire clk,
    input wire rst,
    input wire [1:0] rotary_encoder,
    input wire [1:0] encoder_direction,
    output reg [2:0] counter_value
);

    // Define states of the FSM
    typedef enum {State0, State1, State2} FSMState;
    FSMState current_state = State0;

    // Counter for the menu
    reg [2:0] counter = 3'b000; // 3 bits to represent 8 positions

    // Synchronization process to reset the FSM
    always @(posedge clk or posedge rst) begin
        if (rst) begin
            current_state <= State0;
            counter <= 3'b000;
        end else begin
            case (current_state)
                State0:
                    if (encoder_direction == 'b01) begin
                        counter <= counter + 1'b1;
                        current_state <= State1;
                    end
                    else if (encoder_direction == 'b10) begin
                        counter <= counter - 1'b1;
                        current_state <= State2;
                    end
                    else begin
                        current_state <= State0;
                    end
                State1:
                    if (encoder_direction == 'b01) begin
                        counter <= counter + 1'b1;
                        current_state <= State0;
                    end
                    else if (encoder_direction == 'b10) begin
                        counter <= counter - 1'b1;
                        current_state <= State2;
                    end
                    else begin
                        current_state <= State1;
                    end
                State2:
                    if (encoder_direction == 'b01) begin
                        counter <= counter + 1'b1;
                        current_state <= State0;
                    end
                    else if (encoder_direction == 'b10) begin
                        counter <= counter - 1'b1;
                        current_state <= State2;
                    end
                    else begin
                        current_state <= State2;
                    end
            end
        end
    end

    // Output process to display the current counter value
    always @(posedge clk) begin
        if (rst) begin
            counter_value <= 3'b000;
        end else begin
            counter_value <= counter;
        end
    end

endmodule
