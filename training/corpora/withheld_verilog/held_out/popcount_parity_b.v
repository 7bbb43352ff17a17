// Population count, parity and majority of a 16-bit word
module popcount_parity (
    input  [15:0] data,
    output [4:0]  ones,
    output        parity,
    output        majority
);

    function [4:0] count_ones;
        input [15:0] value;
        integer i;
        begin
            count_ones = 5'd0;
            for (i = 0; i < 16; i = i + 1)
                count_ones = count_ones + value[i];
    endfunction

    assign ones     = count_ones(data);
    assign parity   = ^data;
    assign majority = (count > 5'd8);

endmodule
