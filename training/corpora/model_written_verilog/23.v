// Define parameters
parameter WIDTH = 8;
parameter CLK_PERIOD = 10;

module spi_master (
    input wire clk,
    input wire reset,
    input wire [WIDTH-1:0] data,
    output reg [WIDTH-1:0] out_data,
    input wire [1:0] cpol,
    input wire [1:0] cpha
);

// Internal signals
reg [WIDTH-1:0] reg_data;
reg [1:0] bit_counter;
reg [1:0] mode;

always @(posedge clk or posedge reset) begin
    if (reset) begin
        reg_data <= 8'b0;
        bit_counter <= 2'b0;
        mode <= 2'b0;
    end else begin
        case (mode)
            2'b0: begin // Idle
                reg_data <= data;
                bit_counter <= 2'b0;
            end
            2'b1: begin // Transmit
                out_data <= reg_data;
                reg_data <= data;
                bit_counter <= bit_counter + 1'b1;
            end
            2'b2: begin // Receive
                reg_data <= data;
                bit_counter <= bit_counter + 1'b1;
            end
            2'b3: begin // Idle
                out_data <= reg_data;
                bit_counter <= bit_counter + 1'b0;
            end
        endcase

        if (bit_counter == WIDTH) begin
            reg_data <= 8'b0;
            bit_counter <= 2'b0;
            mode <= mode + 1'b1;
        end
    end
end

always @(posedge clk or posedge reset) begin
    if (reset) begin
        mode <= 2'b0;
    end else begin
        case (cpol)
            2'b0: begin
                if (cpha == 2'b0) begin
                    mode <= mode + 1'b1;
                end
            end
            2'b1: begin
                if (cpha == 2'b0) begin
                    mode <= mode + 1'b0;
                end
                if (cpha == 2'b1) begin
                    mode <= mode + 1'b1;
                end
            end
        endcase
    end
end

endmodule
