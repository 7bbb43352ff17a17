module crc16_ccitt_serial_calculator #(parameter WIDTH = 16)(input wire clk, input wire rst, input wire data_in, output wire [WIDTH-1:0] crc_out);
    localparam CRC_TABLE_SIZE = 256; // Size of the CRC table
    localparam CRC_POLY = 0x1021; // CRC polynomial for CRC-16 CCITT
    localparam CRC_INIT = 0xFFFF; // Initial CRC value

    reg [WIDTH-1:0] crc_reg = CRC_INIT; // Current CRC value

    always @(posedge clk or posedge rst) begin
        if (rst) begin
            crc_reg <= CRC_INIT; // Reset CRC to initial value
        end else begin
            if (data_in) begin
                crc_reg = crc_reg ^ data_in;
            end
            for (reg i = 0; i < WIDTH; i = i + 1) begin
                if ((crc_reg >> (WIDTH - 1)) & 1) begin
                    crc_reg = ((crc_reg << 1) ^ CRC_POLY) & CRC_TABLE_SIZE;
                end else begin
                    crc_reg = (crc_reg << 1) & CRC_TABLE_SIZE;
                end
            end
        end
    end

    always @(*) begin
        crc_out = crc_reg[WIDTH-1:0];
    end
endmodule
