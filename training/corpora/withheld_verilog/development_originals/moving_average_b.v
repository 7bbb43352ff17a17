// Moving average over the last 4 samples
module moving_average (
    input  wire              clk,
    input  wire              rst,
    input  wire              sample_valid,
    input  wire signed [7:0] sample,
    output reg               avg_valid,
    output reg  signed [7:0] average
);

    reg signed [7:0] d0, d1, d2, d3;
    wire signed [9:0] sum;

    assign sum = d0 + d1 + d2 + d3;

    reg valid_d;

    always @(posedge clk) begin
        if (rst) begin
            d0 <= 8'sd0;
            d1 <= 8'sd0;
            d2 <= 8'sd0;
            d3 <= 8'sd0;
            valid_d   <= 1'b0;
            avg_valid <= 1'b0;
            average   <= 8'sd0;
        end else begin
            valid_d <= sample_valid;
            if (sample_valid) begin
                d0 <= sample;
                d1 <= d0;
                d2 <= d1;
                d3 <= d2;
            end
            avg_valid <= valid_d;
            if (valid_d)
                average <= sum >>> 2;
        end
    end

endmodule
