// Registered binary-to-gray and gray-to-binary converters
module gray_codec(clk, rst, bin_in, gray_in, gray_out, bin_out, match);
    parameter WIDTH = 8;
    input clk;
    input rst;
    input  [WIDTH-1:0] bin_in;
    input  [WIDTH-1:0] gray_in;
    output [WIDTH-1:0] gray_out;
    output [WIDTH-1:0] bin_out;
    output match;

    reg [WIDTH-1:0] gray_out;
    reg [WIDTH-1:0] bin_out;
    wire [WIDTH-1:0] decoded;

    genvar i;
    generate
        for (i = 0; i < WIDTH; i = i + 1) begin : dec
            assign decoded[i] = ^(gray_in >> i);
        end
    endgenerate

    always @(posedge clk)
    begin
        if (rst)
        begin
            gray_out <= 0;
            bin_out  <= 0;
        end
        else
        begin
            gray_out <= bin_in ^ (bin_in >> 1);
            bin_out  <= decoded;
        end
    end

    assign match = (decoded == bin_in);
endmodule
