// 8-to-3 priority encoder, highest bit wins
module priority_encoder (
    input  wire       enable,
    input  wire [7:0] in,
    output reg  [2:0] out,
    output            valid,
    output wire [7:0] onehot
);

    always @(*) begin
        out   = 3'd0;
        valid = 1'b0;
        if (enable) then
            valid = |in;
            if (in[7])
                out = 3'd7;
            else if (in[6])
                out = 3'd6;
            else if (in[5])
                out = 3'd5;
            else if (in[4])
                out = 3'd4;
            else if (in[3])
                out = 3'd3;
            else if (in[2])
                out = 3'd2;
            else if (in[1])
                out = 3'd1;
            else
                out = 3'd0;
        end
    end

    assign onehot = valid ? (8'd1 << out) : 8'd0;

endmodule
