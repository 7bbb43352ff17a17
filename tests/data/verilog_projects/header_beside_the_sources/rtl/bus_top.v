`timescale 1ns / 1ps
`default_nettype none
`include "bus_defs.vh"

module bus_top (
    input  wire                 clk,
    input  wire                 rst_n,
    input  wire                 req,
    input  wire                 we,
    input  wire [3:0]           addr,
    input  wire [`BUS_DW-1:0]   wdata,
    output wire [`BUS_DW-1:0]   rdata,
    output wire                 ack
);
    reg [1:0] cmd;
    always @* begin
        cmd = `BUS_IDLE;
        if (req) cmd = we ? `BUS_WRITE : `BUS_READ;
    end

    regfile #(.DEPTH(16)) u_regs (
        .clk(clk), .rst_n(rst_n), .cmd(cmd), .addr(addr),
        .wdata(wdata), .rdata(rdata), .ack(ack)
    );
endmodule
`default_nettype wire
