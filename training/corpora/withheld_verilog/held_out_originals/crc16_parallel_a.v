// CRC-16/CCITT-FALSE, one byte per clock
module crc16_parallel (
    input  wire        clk,
    input  wire        rst,
    input  wire        init,
    input  wire        en,
    input  wire [7:0]  din,
    output wire [15:0] crc_out,
    output wire        crc_ok
);
    localparam POLY = 16'h1021;

    reg [15:0] crc;

    function [15:0] next_crc(input [15:0] c, input [7:0] d);
        integer k;
        reg [15:0] t;
        begin
            t = c ^ {d, 8'h00};
            for (k = 0; k < 8; k = k + 1) begin
                if (t[15])
                    t = (t << 1) ^ POLY;
                else
                    t = t << 1;
            end
            next_crc = t;
        end
    endfunction

    always @(posedge clk) begin
        if (rst)
            crc <= 16'hFFFF;
        else if (init)
            crc <= 16'hFFFF;
        else if (en)
            crc <= next_crc(crc, din);
    end

    assign crc_out = crc;
    assign crc_ok  = (crc == 16'h0000);
endmodule
