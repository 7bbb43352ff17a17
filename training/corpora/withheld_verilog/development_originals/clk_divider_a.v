// Programmable clock divider with 50% duty for even ratios, plus tick output
module clk_divider (
    input            clk_in,
    input            rst,
    input      [7:0] ratio,     // divide by 2*(ratio+1)
    output reg       clk_out,
    output reg       tick
);

    reg [7:0] counter;

    always @(posedge clk_in or posedge rst)
    begin
        if (rst)
        begin
            counter <= 8'd0;
            clk_out <= 1'b0;
            tick    <= 1'b0;
        end
        else
        begin
            tick <= 1'b0;
            if (counter >= ratio)
            begin
                counter <= 8'd0;
                clk_out <= ~clk_out;
                if (clk_out == 1'b0)
                    tick <= 1'b1;
            end
            else
            begin
                counter <= counter + 8'd1;
            end
        end
    end

endmodule
