// Traffic light controller: main road / side road with a car sensor
module traffic_light (
    input            clk,
    input            reset,
    input            car,
    output reg [1:0] main_light,
    output reg [1:0] side_light
);
    // light encoding
    localparam RED = 2'b00, YELLOW = 2'b01, GREEN = 2'b10;

    // states
    localparam S_MAIN_GREEN  = 2'd0;
    localparam S_MAIN_YELLOW = 2'd1;
    localparam S_SIDE_GREEN  = 2'd2;
    localparam S_SIDE_YELLOW = 2'd3;

    reg [1:0] state, next_state;
    reg [3:0] timer;

    // state register and timer
    always @(posedge clk or posedge reset) begin
        if (reset) begin
            state <= S_MAIN_GREEN;
            timer <= 4'd0;
        end
        else begin
            state <= next_state;
            if (state != next_state)
                timer <= 4'd0;
            else if (timer != 4'd15)
                timer <= timer + 4'd1;
        end
    end

    // next state logic
    always @(*) begin
        next_state = state;
        case (state)
            S_MAIN_GREEN:  if (car && timer >= 4'd9) next_state = S_MAIN_YELLOW;
            S_MAIN_YELLOW: if (timer >= 4'd2) next_state = S_SIDE_GREEN;
            S_SIDE_GREEN:  if (!car || timer >= 4'd5) next_state = S_SIDE_YELLOW;
            S_SIDE_YELLOW: if (timer >= 4'd2) next_state = S_MAIN_GREEN;
            default:       next_state = S_MAIN_GREEN;
        endcase
    end

    // output logic
    always @(*) begin
        main_light = RED;
        side_light = RED;
        case (state)
            S_MAIN_GREEN:  main_light = GREEN;
            S_MAIN_YELLOW: main_light = YELLOW;
            S_SIDE_GREEN:  side_light = GREEN;
            S_SIDE_YELLOW: side_light = YELLOW;
        endcase
    end
endmodule
