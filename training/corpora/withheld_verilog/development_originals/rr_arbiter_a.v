// 4-way round-robin arbiter
module rr_arbiter (
    input            clk,
    input            rst,
    input      [3:0] req,
    output reg [3:0] grant
);
    reg [1:0] last;
    reg [3:0] next_grant;
    reg [1:0] next_last;
    integer   i;
    reg [1:0] idx;
    reg       found;

    always @(*) begin
        next_grant = 4'b0000;
        next_last  = last;
        found      = 1'b0;
        idx        = 2'd0;
        for (i = 1; i <= 4; i = i + 1) begin
            idx = last + i[1:0];
            if (!found && req[idx]) begin
                next_grant[idx] = 1'b1;
                next_last       = idx;
                found           = 1'b1;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            grant <= 4'b0000;
            last  <= 2'd3;
        end
        else begin
            grant <= next_grant;
            last  <= next_last;
        end
    end
endmodule
