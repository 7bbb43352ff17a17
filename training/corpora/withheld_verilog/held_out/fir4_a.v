// 4-tap FIR filter, coefficients 1 3 3 1
module fir4 (
    input                     clk,
    input                     rst,
    input                     en,
    input  signed      [7:0]  x_in,
    output reg signed  [11:0] y_out,
    output reg                y_valid
);
    parameter signed [3:0] C0 = 1;
    parameter signed [3:0] C1 = 3;
    parameter signed [3:0] C2 = 3;
    parameter signed [3:0] C3 = 1;

    reg signed [7:0] taps [0:3];
    wire signed [11:0] p0, p1, p2, p3;
    integer i;

    assign p0 = taps[0] * C0;
    assign p1 = taps[1] * C1;
    assign p2 = taps[2] * C2;
    assign p3 = taps[3] * C3;

    always @(posedge clk) begin
        if (rst) begin
            for (i = 0; i < 4; i = i + 1)
                taps[i] <= 8'sd0;
            fill_valid <= 1'b0;
        end else begin
            fill_valid <= en;
            if (en) begin
                taps[0] <= x_in;
                for (i = 1; i < 4; i = i + 1)
                    taps[i] <= taps[i-1];
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            y_out   <= 12'sd0;
            y_valid <= 1'b0;
        end else begin
            y_valid <= fill_valid;
            if (fill_valid)
                y_out <= p0 + p1 + p2 + p3;
        end
    end
endmodule
