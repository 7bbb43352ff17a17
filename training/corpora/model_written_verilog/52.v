module pwm_generator (
    input wire clk,
    input wire reset,
    input wire enable,
    input wire dead_time,
    output reg [7:0] pwm
);

    // PWM signal
    reg [7:0] pwm_signal;
    reg [7:0] counter;
    reg [7:0] dead_time_counter;

    // Initialize PWM signal and counter
    initial begin
        pwm_signal = 8'b00000000;
        counter = 8'b00000000;
        dead_time_counter = 8'b00000000;
        pwm = pwm_signal;
    end

    always @(posedge clk or posedge reset or posedge enable) begin
        if (reset) begin
            pwm_signal = 8'b00000000;
            counter = 8'b00000000;
            dead_time_counter = 8'b00000000;
            pwm = pwm_signal;
        end else begin
            // Count up to the dead time
            if (dead_time_counter < dead_time) begin
                dead_time_counter <= dead_time_counter + 1;
            end else begin
                // Count up to 100% duty cycle
                if (counter < 100) begin
                    counter <= counter + 1;
                end else begin
                    // Reset counter and set PWM signal to 100%
                    counter = 0;
                    pwm_signal = 8'b11111111;
                end
            end

            // Set PWM signal
            pwm <= pwm_signal;
        end
    end

endmodule
