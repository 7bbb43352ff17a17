// UART transmitter with a small FIFO in front of it and odd/even parity
module uart_tx_fifo #(
    parameter DIVISOR    = 4,
    parameter FIFO_DEPTH = 8
) (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       wr_en,
    input  wire [7:0] wr_data,
    input  wire       parity_en,
    input  wire       parity_odd,
    output reg        txd,
    output wire       fifo_full,
    output wire       fifo_empty,
    output wire       idle
);
    wire       tx_load;
    wire       tx_busy;
    wire [7:0] fifo_q;

    assign tx_load = ~fifo_empty & ~tx_busy;
    assign idle    = fifo_empty & ~tx_busy;

    small_fifo #(.DEPTH(FIFO_DEPTH), .AW(3)) u_fifo (
        .clk   (clk),
        .rst_n (rst_n),
        .push  (wr_en),
        .pop   (tx_load),
        .din   (wr_data),
        .dout  (fifo_q),
        .full  (fifo_full),
        .empty (fifo_empty)
    );

    tx_engine #(.DIVISOR(DIVISOR)) u_tx (
        .clk        (clk),
        .rst_n      (rst_n),
        .load       (tx_load),
        .data       (fifo_q),
        .parity_en  (parity_en),
        .parity_odd (parity_odd),
        .txd        (txd),
        .tx_busy    (tx_busy)
    );
endmodule

// First-word-fall-through FIFO
module small_fifo #(
    parameter DEPTH = 8,
    parameter AW    = 3
) (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       push,
    input  wire       pop,
    input  wire [7:0] din,
    output wire [7:0] dout,
    output wire       full,
    output wire       empty
);
    reg [7:0]  mem [0:DEPTH-1];
    reg [AW:0] wptr;
    reg [AW:0] rptr;

    assign empty = (wptr == rptr);
    assign full  = (wptr[AW] != rptr[AW]) && (wptr[AW-1:0] == rptr[AW-1:0]);
    assign dout  = mem[rptr[AW-1:0]];

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            wptr <= 0;
            rptr <= 0;
        end else begin
            if (push && !full) begin
                mem[wptr[AW-1:0]] <= din;
                wptr <= wptr + 1'b1;
            end
            if (pop && !empty)
                rptr <= rptr + 1'b1;
        end
    end
endmodule

module tx_engine #(
    parameter DIVISOR = 4
) (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       load,
    input  wire [7:0] data,
    input  wire       parity_en,
    input  wire       parity_odd,
    output wire       txd,
    output reg        busy
);
    reg [10:0] frame;
    reg [3:0]  bits_left;
    reg [7:0]  baud_cnt;
    wire       parity_bit;

    assign parity_bit = (^data) ^ parity_odd;
    assign txd        = frame[0];

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            frame     <= 11'h7FF;
            bits_left <= 4'd0;
            baud_cnt  <= 8'd0;
            busy      <= 1'b0;
        end else if (!busy) begin
            if (load) begin
                if (parity_en) begin
                    frame     <= {1'b1, parity_bit, data, 1'b0};
                    bits_left <= 4'd11;
                end else begin
                    frame     <= {2'b11, data, 1'b0};
                    bits_left <= 4'd10;
                end
                baud_cnt <= 8'd0;
                busy     <= 1'b1;
            end
        end else if (baud_cnt == DIVISOR - 1) begin
            baud_cnt  <= 8'd0;
            frame     <= {1'b1, frame[10:1]};
            bits_left <= bits_left - 4'd1;
            if (bits_left == 4'd1)
                busy <= 1'b0;
        end else begin
            baud_cnt <= baud_cnt + 8'd1;
        end
    end
endmodule
