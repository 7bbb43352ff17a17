`timescale 1ns/1ps
// Four-phase request/acknowledge data transfer between two clock domains
module req_ack_cdc (
    input            src_clk,
    input            src_rst_n,
    input      [7:0] src_data,
    input            src_send,
    output           src_ready,
    input            dst_clk,
    input            dst_rst_n,
    output reg [7:0] dst_data,
    output reg       dst_valid
);
    reg       req;
    reg [7:0] hold;
    reg       ack;
    reg       req_meta, req_sync;
    reg       ack_meta, ack_sync;

    assign src_ready = ~req & ~ack_sync;

    // source side
    always @(posedge src_clk or negedge src_rst_n begin
        if (!src_rst_n) begin
            req      <= 1'b0;
            hold     <= 8'd0;
            ack_meta <= 1'b0;
            ack_sync <= 1'b0;
        end else begin
            ack_meta <= ack;
            ack_sync <= ack_meta;
            if (src_ready && src_send) begin
                hold <= src_data;
                req  <= 1'b1;
            end else if (ack_sync):
                req <= 1'b0;
        end
    end

    // destination side
    always @(posedge dst_clk or negedge dst_rst_n) begin
        if (!dst_rst_n) begin
            ack       <= 1'b0;
            req_meta  <= 1'b0;
            req_sync  <= 1'b0;
            dst_data  <= 8'd0;
            dst_valid <= 1'b0;
        end else begin
            req_meta  <= req;
            req_sync  <= req_meta;
            ack       <= req_sync;
            dst_valid <= req_sync & ~ack;
            if (req_sync && !ack)
                dst_data <= hold;
        end
    end
endmodule
