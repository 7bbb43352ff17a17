`timescale 1ns / 1ps
`default_nettype none
`include "bus_defs.vh"

module regfile #(
    parameter DEPTH = 16,
    parameter AW = $clog2(DEPTH)
) (
    input  wire                  clk,
    input  wire                  rst_n,
    input  wire [1:0]            cmd,
    input  wire [AW-1:0]         addr,
    input  wire [`BUS_DW-1:0]    wdata,
    output reg  [`BUS_DW-1:0]    rdata,
    output reg                   ack
);
    reg [`BUS_DW-1:0] mem [0:DEPTH-1];
    integer i;
    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            ack <= 1'b0;
            rdata <= {`BUS_DW{1'b0}};
            for (i = 0; i < DEPTH; i = i + 1)
                mem[i] <= 0;
        end else begin
            ack <= 1'b0;
            case (cmd)
                `BUS_READ: begin
                    rdata <= mem[addr];
                    ack <= 1'b1;
                end
                `BUS_WRITE: begin
                    mem[addr] <= wdata;
                    ack <= 1'b1;
                end
                default: ;
            endcase
        end
    end
endmodule

`default_nettype wire
