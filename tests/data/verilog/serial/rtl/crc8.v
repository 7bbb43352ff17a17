// CRC-8 with polynomial x^8 + x^2 + x + 1, one byte a clock.
`timescale 1ns/1ps

module crc8 (
    input  wire       clk,
    input  wire       rst,
    input  wire       enable,
    input  wire [7:0] data,
    output reg  [7:0] crc
);

    function [7:0] step;
        input [7:0] state;
        input [7:0] value;
        integer i;
        begin
            step = state ^ value;
            for (i = 0; i < 8; i = i + 1)
                step = step[7] ? (step << 1) ^ 8'h07 : step << 1;
        end
    endfunction

    always @(posedge clk) begin
        if (rst)
            crc <= 8'd0;
        else if (enable)
            crc <= step(crc, data);
    end

endmodule
