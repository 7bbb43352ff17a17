module crc_16_ccitt_calculator (
    input wire clk,
    input wire rst_n,
    input wire [7:0] data_in,
    input wire [3:0] crc_in,
    output reg [15:0] crc_out
);

    // Initialize CRC value
    reg [15:0] crc_accumulator = 16'h0000;

    // Initialize CRC polynomial
    reg [15:0] crc_poly = 16'h1021;

    // Loop through each data bit
    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            crc_accumulator <= 16'h0000;
            crc_in <= 4'h00;
        end else begin
            // Update CRC accumulator with the current bit and polynomial
            crc_accumulator = {crc_accumulator[14:0], data_in[3], crc_poly[15] ^ crc_accumulator[15] ^ crc_accumulator[14] ^ crc_accumulator[13] ^ crc_accumulator[12] ^ crc_accumulator[11] ^ crc_accumulator[10] ^ crc_accumulator[9] ^ crc_accumulator[8] ^ crc_accumulator[7] ^ crc_accumulator[6] ^ crc_accumulator[5] ^ crc_accumulator[4] ^ crc_accumulator[3] ^ crc_accumulator[2] ^ crc_accumulator[1] ^ crc_accumulator[0] ^ crc_poly[0] ^ crc_poly[1] ^ crc_poly[2] ^ crc_poly[3] ^ crc_poly[4] ^ crc_poly[5] ^ crc_poly[6] ^ crc_poly[7] ^ crc_poly[8] ^ crc_poly[9] ^ crc_poly[10] ^ crc_poly[11] ^ crc_poly[12] ^ crc_poly[13] ^ crc_poly[14] ^ crc_poly[15]};
            crc_in <= crc_in + 1;
        end
    end

    // Output the calculated CRC value
    assign crc_out = crc_accumulator;

endmodule
