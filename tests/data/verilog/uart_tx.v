// UART transmitter: 8 data bits, no parity, one stop bit, least significant bit first.
// `ready` is high while a byte can be accepted; a byte is taken when `valid` and `ready` are both high.
`timescale 1ns/1ps

module uart_tx #(
    parameter CLOCKS_PER_BIT = 16
) (
    input  wire       clk,
    input  wire       rst,
    input  wire       valid,
    input  wire [7:0] data,
    output wire       ready,
    output reg        txd
);

    localparam [1:0] IDLE  = 2'd0;
    localparam [1:0] START = 2'd1;
    localparam [1:0] DATA  = 2'd2;
    localparam [1:0] STOP  = 2'd3;

    reg [1:0]  state;
    reg [15:0] timer;
    reg [2:0]  index;
    reg [7:0]  shift;

    wire bit_done = timer == CLOCKS_PER_BIT - 1;

    assign ready = state == IDLE;

    always @(posedge clk) begin
        if (rst) begin
            state <= IDLE;
            timer <= 16'd0;
            index <= 3'd0;
            shift <= 8'd0;
            txd   <= 1'b1;
        end else begin
            timer <= bit_done ? 16'd0 : timer + 16'd1;
            case (state)
                IDLE: begin
                    txd   <= 1'b1;
                    timer <= 16'd0;
                    if (valid) begin
                        shift <= data;
                        txd   <= 1'b0;
                        state <= START;
                    end
                end
                START: begin
                    if (bit_done) begin
                        txd   <= shift[0];
                        shift <= {1'b0, shift[7:1]};
                        index <= 3'd0;
                        state <= DATA;
                    end
                end
                DATA: begin
                    if (bit_done) begin
                        if (index == 3'd7) begin
                            txd   <= 1'b1;
                            state <= STOP;
                        end else begin
                            txd   <= shift[0];
                            shift <= {1'b0, shift[7:1]};
                            index <= index + 3'd1;
                        end
                    end
                end
                STOP: begin
                    if (bit_done)
                        state <= IDLE;
                end
            endcase
        end
    end

endmodule
