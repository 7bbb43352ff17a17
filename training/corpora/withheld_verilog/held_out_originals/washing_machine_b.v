/* Washing machine controller */
module washing_machine (
    input            clk,
    input            reset,
    input            start,
    input            door_closed,
    input            water_full,
    input            drained,
    output reg       fill_valve,
    output reg       motor_on,
    output reg       drain_valve,
    output reg       done,
    output reg       door_lock
);
    parameter IDLE  = 3'b000;
    parameter FILL  = 3'b001;
    parameter WASH  = 3'b010;
    parameter DRAIN = 3'b011;
    parameter SPIN  = 3'b100;
    parameter DONE  = 3'b101;

    parameter WASH_TIME = 6;
    parameter SPIN_TIME = 4;

    reg [2:0] current_state, next_state;
    reg [3:0] timer;

    always @(posedge clk or posedge reset) begin
        if (reset)
            current_state <= IDLE;
        else
            current_state <= next_state;
    end

    // time spent in WASH or SPIN
    always @(posedge clk or posedge reset) begin
        if (reset)
            timer <= 4'd0;
        else if (current_state == WASH || current_state == SPIN)
            timer <= timer + 4'd1;
        else
            timer <= 4'd0;
    end

    always @(*) begin
        next_state = current_state;
        case (current_state)
            IDLE:  if (start && door_closed) next_state = FILL;
            FILL:  if (water_full) next_state = WASH;
            WASH:  if (timer == WASH_TIME - 1) next_state = DRAIN;
            DRAIN: if (drained) next_state = SPIN;
            SPIN:  if (timer == SPIN_TIME - 1) next_state = DONE;
            DONE:  if (!start) next_state = IDLE;
            default: next_state = IDLE;
        endcase
    end

    always @(*) begin
        fill_valve  = 1'b0;
        motor_on    = 1'b0;
        drain_valve = 1'b0;
        done        = 1'b0;
        door_lock   = 1'b1;
        case (current_state)
            IDLE:  door_lock = 1'b0;
            FILL:  fill_valve = 1'b1;
            WASH:  motor_on = 1'b1;
            DRAIN: drain_valve = 1'b1;
            SPIN: begin
                motor_on    = 1'b1;
                drain_valve = 1'b1;
            end
            DONE: begin
                done      = 1'b1;
                door_lock = 1'b0;
            end
            default: door_lock = 1'b0;
        endcase
    end
endmodule
