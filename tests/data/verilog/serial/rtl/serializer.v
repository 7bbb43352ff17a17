`timescale 1ns/1ps
`include "serial_defs.vh"

module serializer (
    input  wire                     clk,
    input  wire                     rst,
    input  wire                     tick,
    input  wire                     start,
    input  wire [`SERIAL_WIDTH-1:0] data,
    output reg                      line,
    output reg                      busy
);

    reg [`SERIAL_WIDTH-1:0] shift;
    reg [3:0]               left;

    always @(posedge clk) begin
        if (rst) begin
            line  <= 1'b1;
            busy  <= 1'b0;
            shift <= {`SERIAL_WIDTH{1'b0}};
            left  <= 4'd0;
        end else if (!busy && start) begin
            busy  <= 1'b1;
            shift <= data;
            left  <= `SERIAL_WIDTH;
        end else if (busy && tick) begin
            if (left == 4'd0) begin
                busy <= 1'b0;
                line <= 1'b1;
            end else begin
                line  <= shift[`SERIAL_WIDTH-1];
                shift <= shift << 1;
                left  <= left - 4'd1;
            end
        end
    end

endmodule
