// SPI master, mode 0, MSB first
module spi_master #(
    parameter CLK_DIV = 2
)(
    input        clk,
    input        rst_n,
    input        start,
    input  [7:0] tx_data,
    input        miso,
    output       mosi,
    output reg   sclk,
    output reg   cs_n,
    output reg [7:0] rx_data,
    output reg   done
);
    localparam IDLE     = 2'd0,
               TRANSFER = 2'd1,
               FINISH   = 2'd2;

    reg [1:0] state;
    reg [7:0] tx_shift;
    reg [7:0] rx_shift;

    assign mosi = tx_shift[7];

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            state    <= IDLE;
            tx_shift <= 8'd0;
            rx_shift <= 8'd0;
            bit_cnt  <= 3'd0;
            clk_cnt  <= 8'd0;
            sclk     <= 1'b0;
            cs_n     <= 1'b1;
            rx_data  <= 8'd0;
            done     <= 1'b0;
        end else begin
            done <= 1'b0;
            case (state)
                IDLE: begin
                    sclk <= 1'b0;
                    cs_n <= 1'b1;
                    if (start) begin
                        tx_shift <= tx_data;
                        bit_cnt  <= 3'd7;
                        clk_cnt  <= 8'd0;
                        cs_n     <= 1'b0;
                        state    <= TRANSFER;
                    end
                end

                TRANSFER: begin
                    if (clk_cnt == CLK_DIV - 1) begin
                        clk_cnt <= 8'd0;
                        sclk    <= ~sclk;
                        if (!sclk) begin
                            // rising edge: sample
                            rx_shift <= {rx_shift[6:0], miso};
                        end else begin
                            // falling edge: shift
                            if (bit_cnt == 3'd0)
                                state <= FINISH;
                            else begin
                                bit_cnt  <= bit_cnt - 3'd1;
                                tx_shift <= {tx_shift[6:0], 1'b0};
                            end
                        end
                    end else
                        clk_cnt <= clk_cnt + 8'd1;
                end

                FINISH: begin
                    cs_n    <= 1'b1;
                    rx_data <= rx_shift;
                    done    <= 1'b1;
                    state   <= IDLE;
                end

                default: state <= IDLE;
            endcase
        end
    end
endmodule
