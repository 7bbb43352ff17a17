// PWM generator, 8 bit, duty updated only at the start of a period
module pwm_gen(
input wire clk,
input wire reset,
input wire enable,
input wire [7:0] duty,
output reg pwm_out,
output wire period_start
);

reg [7:0] cnt;
reg [7:0] duty_latched;

assign period_start = (cnt == 8'd0) & enable;

always @(posedge clk)
begin
if (reset)
begin
cnt <= 8'd0;
duty_latched <= 8'd0;
end
else if (enable)
begin
cnt <= cnt + 8'd1;
if (cnt == 0xFF)
duty_latched <= duty;
end
end

always @(posedge clk)
begin
if (reset)
pwm_out <= 1'b0;
else if (enable)
pwm_out <= (cnt < duty_latched);
else
pwm_out <= 1'b0;
end

endmodule
