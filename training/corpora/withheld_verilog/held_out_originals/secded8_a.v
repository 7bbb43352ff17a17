// SECDED (13,8): corrects single errors, flags double errors
module secded8 (
    input      [7:0]  data_i,
    input      [12:0] flip,
    output     [12:0] code_o,
    output reg [7:0]  data_o,
    output reg        single_err,
    output reg        double_err
);
    wire [3:0] p;
    wire       overall;
    wire [12:0] rx;
    wire [3:0] syn;
    wire       rx_parity;
    reg [11:0] corrected;

    // positions 1..12: p0 p1 d0 p2 d1 d2 d3 p3 d4 d5 d6 d7
    assign p[0] = data_i[0] ^ data_i[1] ^ data_i[3] ^ data_i[4] ^ data_i[6];
    assign p[1] = data_i[0] ^ data_i[2] ^ data_i[3] ^ data_i[5] ^ data_i[6];
    assign p[2] = data_i[1] ^ data_i[2] ^ data_i[3] ^ data_i[7];
    assign p[3] = data_i[4] ^ data_i[5] ^ data_i[6] ^ data_i[7];

    assign code_o[11:0] = {data_i[7:4], p[3], data_i[3:1], p[2], data_i[0], p[1:0]};
    assign overall      = ^code_o[11:0];
    assign code_o[12]   = overall;

    assign rx        = code_o ^ flip;
    assign rx_parity = ^rx;

    assign syn[0] = rx[0] ^ rx[2] ^ rx[4] ^ rx[6] ^ rx[8] ^ rx[10];
    assign syn[1] = rx[1] ^ rx[2] ^ rx[5] ^ rx[6] ^ rx[9] ^ rx[10];
    assign syn[2] = rx[3] ^ rx[4] ^ rx[5] ^ rx[6] ^ rx[11];
    assign syn[3] = rx[7] ^ rx[8] ^ rx[9] ^ rx[10] ^ rx[11];

    always @(*) begin
        corrected  = rx[11:0];
        single_err = 1'b0;
        double_err = 1'b0;
        if (rx_parity) begin
            single_err = 1'b1;
            if (syn != 4'd0)
                corrected[syn - 4'd1] = ~rx[syn - 4'd1];
        end else if (syn != 4'd0)
            double_err = 1'b1;
        data_o = {corrected[11:8], corrected[6:4], corrected[2]};
    end
endmodule
