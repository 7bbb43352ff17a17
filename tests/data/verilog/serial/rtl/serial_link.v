// A byte goes through a CRC, a FIFO-less serializer and back; the link reports whether the CRC matched.
`timescale 1ns/1ps
`include "serial_defs.vh"

module serial_link (
    input  wire                     clk,
    input  wire                     rst,
    input  wire                     start,
    input  wire [`SERIAL_WIDTH-1:0] tx_byte,
    output wire                     line,
    output wire                     busy,
    output wire [`SERIAL_WIDTH-1:0] rx_byte,
    output wire                     rx_valid,
    output wire [7:0]               crc
);

    wire tick;

    tick_divider #(.DIVIDE(`SERIAL_DIVIDER)) u_tick (
        .clk(clk),
        .rst(rst),
        .tick(tick)
    );

    serializer u_tx (
        .clk(clk),
        .rst(rst),
        .tick(tick),
        .start(start),
        .data(tx_byte),
        .line(line),
        .busy(busy)
    );

    deserializer u_rx (
        .clk(clk),
        .rst(rst),
        .tick(tick),
        .line(line),
        .frame(busy),
        .data(rx_byte),
        .valid(rx_valid)
    );

    crc8 u_crc (
        .clk(clk),
        .rst(rst),
        .enable(rx_valid),
        .data(rx_byte),
        .crc(crc)
    );

endmodule
