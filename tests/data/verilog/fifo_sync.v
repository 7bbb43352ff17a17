// Synchronous FIFO with first-word-fall-through output, programmable almost-full and almost-empty flags,
// and sticky overflow and underflow indicators. One clock, synchronous active-high reset.
`timescale 1ns/1ps
`default_nettype none

module fifo_sync #(
    parameter WIDTH        = 8,
    parameter DEPTH_LOG2   = 4,
    parameter ALMOST_FULL  = 14,
    parameter ALMOST_EMPTY = 2
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire                  clear_errors,
    // write side
    input  wire                  wr_en,
    input  wire [WIDTH-1:0]      wr_data,
    output wire                  full,
    output wire                  almost_full,
    // read side
    input  wire                  rd_en,
    output wire [WIDTH-1:0]      rd_data,
    output wire                  empty,
    output wire                  almost_empty,
    // status
    output wire [DEPTH_LOG2:0]   level,
    output reg                   overflow,
    output reg                   underflow
);

    localparam DEPTH = 1 << DEPTH_LOG2;

    reg [WIDTH-1:0]    memory [0:DEPTH-1];
    reg [DEPTH_LOG2:0] wr_ptr;
    reg [DEPTH_LOG2:0] rd_ptr;

    wire do_write = wr_en && !full;
    wire do_read  = rd_en && !empty;

    // The pointers have one bit more than the address: they differ only in it when the FIFO is full.
    wire same_slot = wr_ptr[DEPTH_LOG2-1:0] == rd_ptr[DEPTH_LOG2-1:0];
    wire same_lap  = wr_ptr[DEPTH_LOG2] == rd_ptr[DEPTH_LOG2];

    assign empty = same_slot && same_lap;
    assign full  = same_slot && !same_lap;
    assign level = wr_ptr - rd_ptr;

    assign almost_full  = level >= ALMOST_FULL;
    assign almost_empty = level <= ALMOST_EMPTY;

    always @(posedge clk) begin
        if (rst) begin
            wr_ptr <= {(DEPTH_LOG2 + 1){1'b0}};
        end else if (do_write) begin
            wr_ptr <= wr_ptr + 1'b1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            rd_ptr <= {(DEPTH_LOG2 + 1){1'b0}};
        end else if (do_read) begin
            rd_ptr <= rd_ptr + 1'b1;
        end
    end

    always @(posedge clk) begin
        if (do_write) begin
            memory[wr_ptr[DEPTH_LOG2-1:0]] <= wr_data;
        end
    end

    assign rd_data = memory[rd_ptr[DEPTH_LOG2-1:0]];

    // Errors stay until software clears them.
    always @(posedge clk) begin
        if (rst || clear_errors) begin
            overflow  <= 1'b0;
            underflow <= 1'b0;
        end else begin
            if (wr_en && full)
                overflow <= 1'b1;
            if (rd_en && empty)
                underflow <= 1'b1;
        end
    end

`ifdef FIFO_SYNC_TRACE
    always @(posedge clk) begin
        if (do_write) $display("%t fifo_sync: write %h at %d", $time, wr_data, wr_ptr);
        if (do_read)  $display("%t fifo_sync: read  %h at %d", $time, rd_data, rd_ptr);
    end
`endif

endmodule

`default_nettype wire
