`timescale 1ns/1ps
`include "serial_defs.vh"

module deserializer (
    input  wire                     clk,
    input  wire                     rst,
    input  wire                     tick,
    input  wire                     line,
    input  wire                     frame,
    output reg  [`SERIAL_WIDTH-1:0] data,
    output reg                      valid
);

    reg [3:0] seen;
    reg       sample;

    // The serializer changes the line one clock after a tick: sample it two clocks after.
    always @(posedge clk) begin
        sample <= tick && frame;
    end

    always @(posedge clk) begin
        if (rst) begin
            data  <= {`SERIAL_WIDTH{1'b0}};
            valid <= 1'b0;
            seen  <= 4'd0;
        end else begin
            valid <= 1'b0;
            if (!frame) begin
                seen <= 4'd0;
            end else if (sample && seen < `SERIAL_WIDTH) begin
                data <= {data[`SERIAL_WIDTH-2:0], line};
                seen <= seen + 4'd1;
                if (seen == `SERIAL_WIDTH - 1)
                    valid <= 1'b1;
            end
        end
    end

endmodule
