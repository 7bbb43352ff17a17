module spimaster(
    input clk,
    input reset,

    input wire cs_n,          // Chip Select
    input wire mosi,         // Master Out Slave In
    input wire miso,         // Master In Slave Out
    input wire sck,          // Serial Clock

    output reg[7:0] tx_data,  // Data to be sent
    output reg tx_busy,     // Indicates if data is being sent
    output reg tx_done,     // Indicates if data has been sent
    output reg tx_error    // Indicates if there was an error during transmission
);

wire [7:0] rx_data;       // Data received from slave
wire tx_ready;         // Indicates when the SPI master is ready to send data

assign tx_ready = !cs_n && sck;

always @(posedge clk or negedge reset) begin
    if (reset) begin
        tx_busy <= 0;
        tx_done <= 0;
        tx_error <= 0;
        tx_data <= 0;
        rx_data <= 0;
    end else begin
        if (tx_ready) begin
            tx_busy <= 1;
            tx_done <= 0;
            tx_error <= 0;
            tx_data <= rx_data; // Assuming that the slave has sent the last byte
        end else begin
            if (mosi) begin
                tx_busy <= 1;
                tx_done <= 0;
                tx_error <= 0;
                tx_data <= tx_data << 1;
            end else begin
                tx_busy <= 0;
                tx_done <= 1;
                tx_error <= 0;
            end
        end
    end
end

// Assume that the slave sends the data in 3 cycles
always @(posedge clk or negedge reset) begin
    if (reset) begin
        rx_data <= 0;
    end else begin
        if (rx_ready) begin
            rx_data <= rx_data << 1;
        end
    end
end

always @(posedge clk or negedge reset) begin
    if (reset) begin
        tx_busy <= 0;
        tx_done <= 0;
        tx_error <= 0;
        tx_data <= 0;
        rx_data <= 0;
    end else begin
        if (tx_ready) begin
            tx_busy <= 1;
            tx_done <= 0;
            tx_error <= 0;
            tx_data <= tx_data << 1;
        end else begin
            if (mosi) begin
                tx_busy <= 1;
                tx_done <= 0;
                tx_error <= 0;
                tx_data <= tx_data << 1;
            end else begin
                tx_busy <= 0;
                tx_done <= 1;
                tx_error <= 0;
            end
        end
    end
end

endmodule
