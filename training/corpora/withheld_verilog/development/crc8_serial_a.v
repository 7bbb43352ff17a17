// CRC-8 (poly 0x07), MSB first, one byte per 8 clocks
module crc8_serial (
    input            clk,
    input            rst_n,
    input            clear,
    input      [7:0] data,
    input            data_valid,
    output           ready,
    output     [7:0] crc
);
    #define CRC_POLY 8'h07

    reg [7:0] crc_reg;
    reg [7:0] shift;
    reg [3:0] bits_left;

    assign ready = (bits_left == 4'd0);
    assign crc   = crc_reg;

    function [7:0] crc_step;
        input [7:0] c;
        input       b;
        begin
            if (c[7] ^ b)
                crc_step = {c[6:0], 1'b0} ^ CRC_POLY;
            else
                crc_step = {c[6:0], 1'b0};
        end
    endfunction

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            crc_reg   <= 8'h00;
            shift     <= 8'h00;
            bits_left <= 4'd0;
        end else if (clear) begin
            crc_reg   <= 8'h00;
            bits_left <= 4'd0;
        end else if (ready) begin
            if (data_valid) begin
                shift     <= data;
                bits_left <= 4'd8;
            end
        end else begin
            crc_reg   <= crc_step(crc_reg, shift[7]);
            shift     <= {shift[6:0], 1'b0};
            bits_left <= bits_left - 4'd1;
        end
    end
endmodule
