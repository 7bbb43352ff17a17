// Hamming(7,4) encoder and single-error-correcting decoder
module hamming74 (
    input  [3:0] data_in,
    input  [6:0] error_mask,
    output [6:0] codeword,
    output reg [3:0] data_out,
    output reg       corrected
);
    wire p1, p2, p4;
    wire [6:0] received;
    wire [2:0] syndrome;
    wire [6:0] fixed;

    // codeword = {d3, d2, d1, p4, d0, p2, p1}
    assign p1 = data_in[0] ^ data_in[1] ^ data_in[3];
    assign p2 = data_in[0] ^ data_in[2] ^ data_in[3];
    assign p4 = data_in[1] ^ data_in[2] ^ data_in[3];

    assign codeword = {data_in[3], data_in[2], data_in[1], p4, data_in[0], p2, p1};
    assign received = codeword ^ err_mask;

    assign syndrome[0] = received[0] ^ received[2] ^ received[4] ^ received[6];
    assign syndrome[1] = received[1] ^ received[2] ^ received[5] ^ received[6];
    assign syndrome[2] = received[3] ^ received[4] ^ received[5] ^ received[6];

    always @(*) begin
        fixed     = received;
        corrected = 1'b0;
        if (syndrome != 3'd0) begin
            fixed[syndrome - 1] = ~received[syndrome - 1];
            corrected = 1'b1;
        end
        data_out = {fixed[6], fixed[5], fixed[4], fixed[2]};
    end
endmodule
