// SPI slave, mode 0, oversampled by the system clock
module spi_slave (clk, rst_n, sclk, cs_n, mosi, miso, tx_byte, rx_byte, rx_valid);
  input        clk, rst_n;
  input        sclk, cs_n, mosi;
  output       miso;
  output [7:0] rx_byte;
  output       rx_valid;

  reg [7:0] rx_byte;
  reg       rx_valid;
  reg [2:0] sclk_sync;
  reg [1:0] cs_sync;
  reg [1:0] mosi_sync;
  reg [7:0] tx_shift;
  reg [7:0] rx_shift;
  reg [2:0] bit_cnt;

  wire sclk_rise = (sclk_sync[2:1] == 2'b01);
  wire sclk_fall = (sclk_sync[2:1] == 2'b10);
  wire active    = ~cs_sync[1];

  always @(posedge clk or negedge rst_n)
    if (!rst_n) begin
      sclk_sync <= 3'b000;
      cs_sync   <= 2'b11;
      mosi_sync <= 2'b00;
    end else begin
      sclk_sync <= {sclk_sync[1:0], sclk;
      cs_sync   <= {cs_sync[0], cs_n};
      mosi_sync <= {mosi_sync[0], mosi};
    end

  always @(posedge clk or negedge rst_n)
    if (!rst_n) begin
      rx_byte  <= 8'd0;
      rx_valid <= 1'b0;
      tx_shift <= 8'd0;
      rx_shift <= 8'd0;
      bit_cnt  <= 3'd0;
    end else begin
      rx_valid <= 1'b0;
      if (!active) begin
        bit_cnt  <= 3'd0;
        tx_shift <= tx_byte;
      end else if (sclk_rise) begin
        rx_shift <= {rx_shift[6:0], mosi_sync[1]};
        bit_cnt  <= bit_cnt + 3'd1;
        if (bit_cnt == 3'd7) begin
          rx_byte  <= {rx_shift[6:0], mosi_sync[1]};
          rx_valid <= 1'b1;
        end
      end else if (sclk_fall) begin
        if (bit_cnt == 3'd0)
          tx_shift <= tx_byte;
        else
          tx_shift <= {tx_shift[6:0], 1'b0};
      end
    end

  assign miso = active ? tx_shift[7] : 1'b0;
endmodule
