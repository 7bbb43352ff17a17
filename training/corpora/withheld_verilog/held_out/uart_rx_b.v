// UART receiver 8N1 with mid-bit sampling
module uart_rx #(
    parameter CLK_FREQ = 1000000,
    parameter BAUD     = 100000
)(
    input            clk,
    input            rst_n,
    input            rxd,
    output reg [7:0] data,
    output reg       data_valid,
    output reg       framing_error
);
    localparam BIT_CLKS  = CLK_FREQ / BAUD;
    localparam HALF_CLKS = BIT_CLKS / 2;

    localparam [1:0] IDLE = 2'd0, START = 2'd1, BITS = 2'd2, STOP = 2'd3;

    reg [1:0]  state;
    reg [15:0] clk_cnt;
    reg [2:0]  bit_cnt;
    reg [7:0]  shreg;
    reg        rxd_q1, rxd_q2;

    // two-stage synchronizer
    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            rxd_q1 <= 1'b1;
            rxd_q2 <= 1'b1;
        end else begin
            rxd_q1 <= rxd;
            rxd_q2 <= rxd_q1;
        end
    end

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            state         <= IDLE;
            clk_cnt       <= 0;
            bit_cnt       <= 0;
            shreg         <= 0;
            data          <= 0;
            data_valid    <= 0;
            framing_error <= 0;
        end else begin
            data_valid <= 0;
            case (state)
                IDLE: begin
                    clk_cnt <= 0;
                    bit_cnt <= 0;
                    if (!rxd_q2)
                        state <= START;
                end

                START:
                    if (clk_cnt == HALF_CLKS - 1) begin
                        clk_cnt <= 0;
                        if (!rxd_q2) begin
                            state <= BITS;
                        else
                            state <= IDLE;   // glitch
                    end else
                        clk_cnt <= clk_cnt + 1;

                BITS:
                    if (clk_cnt == BIT_CLKS - 1) begin
                        clk_cnt <= 0;
                        shreg   <= {rxd_q2, shreg[7:1]};
                        bit_cnt <= bit_cnt + 1;
                        if (bit_cnt == 7)
                            state <= STOP;
                    end else
                        clk_cnt <= clk_cnt + 1;

                STOP:
                    if (clk_cnt == BIT_CLKS - 1) begin
                        state         <= IDLE;
                        data          <= shreg;
                        data_valid    <= rxd_q2;
                        framing_error <= ~rxd_q2;
                    end else
                        clk_cnt <= clk_cnt + 1;
            endcase
        end
    end
endmodule
