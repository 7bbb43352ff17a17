// Two-digit decimal counter with enable and carry, used by the cocotb test.
module counter_bcd (
    input  wire       clk,
    input  wire       rst,
    input  wire       enable,
    output reg  [3:0] ones,
    output reg  [3:0] tens,
    output wire       carry
);

    assign carry = enable && ones == 4'd9 && tens == 4'd9;

    always @(posedge clk) begin
        if (rst) begin
            ones <= 4'd0;
            tens <= 4'd0;
        end else if (enable) begin
            if (ones == 4'd9) begin
                ones <= 4'd0;
                tens <= tens == 4'd9 ? 4'd0 : tens + 4'd1;
            end else begin
                ones <= ones + 4'd1;
            end
        end
    end

endmodule
