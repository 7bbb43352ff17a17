module elevator_controller (
    input clk,
    input rst,
    input up_request,
    input down_request,
    output reg up,
    output reg down,
    output reg stop
);

    // State variables
    reg [1:0] state;
    reg [1:0] next_state;

    // FSM logic
    always @(posedge clk or posedge rst) begin
        if (rst) begin
            state <= 2'b00; // Idle state
            up <= 1'b0;
            down <= 1'b0;
            stop <= 1'b0;
        end else begin
            case (state)
                2'b00: begin // Idle state
                    if (up_request) begin
                        next_state <= 2'b01; // Moving up
                        up <= 1'b1;
                    end else if (down_request) begin
                        next_state <= 2'b10; // Moving down
                        down <= 1'b1;
                    end else begin
                        next_state <= 2'b00; // Stay in idle state
                    end
                end
                2'b01: begin // Moving up state
                    if (stop_request) begin
                        next_state <= 2'b00; // Stop moving
                        up <= 1'b0;
                        down <= 1'b0;
                    end
                end
                2'b10: begin // Moving down state
                    if (stop_request) begin
                        next_state <= 2'b00; // Stop moving
                        up <= 1'b0;
                        down <= 1'b0;
                    end
                end
            endcase

            state <= next_state;
        end
    end

endmodule
