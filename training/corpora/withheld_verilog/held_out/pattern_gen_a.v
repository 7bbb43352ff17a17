// LED pattern generator: bounce, blink or binary count
module pattern_gen (
    input  wire       clk,
    input  wire       rst,
    input  wire       step,
    input  wire [1:0] pattern,
    output reg  [7:0] leds
);

    reg       direction;
    reg [7:0] counter;

    always @(posedge clk) begin
        if (rst) begin
            leds      <= 8'b00000001;
            direction <= 1'b0;
            counter   <= 8'd0;
        end else if (step) begin
            counter <= counter + 8'd1;
            case (pattern)
                2'b00: begin
                    // bouncing single LED
                    if (leds == 8'b10000000 || (direction && leds != 8'b00000001)) begin
                        direction <= 1'b1;
                        leds      <= leds >> 1;
                    end else begin
                        direction <= 1'b0;
                        leds      <= leds << 1;
                    end
                end
                2'b01: leds <= counter[0] ? 8'hAA : 8'h55;
                2'b10: leds <= counter;
                default: leds <= 8'b00000001;
