// 4-input sorting network, three pipeline stages (ascending)
module sort4 #(parameter W = 8) (
    input              clk,
    input              rst_n,
    input              valid_in,
    input      [W-1:0] a, b, c, d,
    output reg         valid_out,
    output     [W-1:0] s0, s1, s2, s3
);
    reg [W-1:0] st1_0, st1_1, st1_2, st1_3;
    reg [W-1:0] st2_0, st2_1, st2_2, st2_3;
    reg         v1, v2;

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            v1        <= 1'b0;
            v2        <= 1'b0;
            valid_out <= 1'b0;
            {st1_0, st1_1, st1_2, st1_3} <= 0;
            {st2_0, st2_1, st2_2, st2_3} <= 0;
            {s0, s1, s2, s3} <= 0;
        end else begin
            v1        <= valid_in;
            v2        <= v1;
            valid_out <= v2;
            // stage 1: (a,b) (c,d)
            st1_0 <= (a < b) ? a : b;
            st1_1 <= (a < b) ? b : a;
            st1_2 <= (c < d) ? c : d;
            st1_3 <= (c < d) ? d : c;
            // stage 2: (0,2) (1,3)
            st2_0 <= (st1_0 < st1_2) ? st1_0, st1_2;
            st2_2 <= (st1_0 < st1_2) ? st1_2 : st1_0;
            st2_1 <= (st1_1 < st1_3) ? st1_1 : st1_3;
            st2_3 <= (st1_1 < st1_3) ? st1_3 : st1_1;
            // stage 3: (1,2)
            s0 <= st2_0;
            s1 <= (st2_1 < st2_2) ? st2_1 : st2_2;
            s2 <= (st2_1 < st2_2) ? st2_2 : st2_1;
            s3 <= st2_3;
        end
    end
endmodule
