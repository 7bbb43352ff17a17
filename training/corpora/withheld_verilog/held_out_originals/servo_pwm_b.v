// RC servo pulse generator
module servo_pwm
(
    input  wire       clk,        // 1 tick = 10us
    input  wire       rst,
    input  wire [6:0] position,   // 0..100
    output reg        servo,
    output wire       busy
);

    parameter PERIOD    = 400;
    parameter MIN_PULSE = 20;

    reg [8:0] tick_cnt;
    reg [7:0] pulse_len;
    wire [6:0] pos_limited;

    assign pos_limited = (position > 7'd100) ? 7'd100 : position;
    assign busy        = (tick_cnt < pulse_len);

    always @(posedge clk or posedge rst) begin
        if (rst) begin
            tick_cnt  <= 9'd0;
            pulse_len <= MIN_PULSE;
        end
        else if (tick_cnt == PERIOD - 1) begin
            tick_cnt  <= 9'd0;
            pulse_len <= MIN_PULSE + pos_limited;
        end
        else
            tick_cnt <= tick_cnt + 9'd1;
    end

    always @(posedge clk or posedge rst) begin
        if (rst)
            servo <= 1'b0;
        else
            servo <= (tick_cnt < pulse_len);
    end

endmodule
