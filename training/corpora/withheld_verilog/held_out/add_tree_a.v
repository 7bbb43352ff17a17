// Sum of four operands with saturation
module add_tree (
    input            clk,
    input            rst,
    input      [7:0] a, b, c, d,
    output reg [7:0] sum_sat,
    output reg       saturated
);
    wire [8:0] ab, cd;
    wire [9:0] total;

    adder #(.W(8)) u_ab (.x(a), .y(b), .s(ab));
    adder #(.W(8)) u_cd (.x(c), .y(d), .s(cd));
    adder #(.W(9)) u_total (.x(ab), .y(cd), .s(total));

    always @(posedge clk) begin
        if (rst) begin
            sum_sat   <= 8'd0;
            saturated <= 1'b0;
        end else if (total > 10'd255) begin
            sum_sat   <= 8'd255;
            saturated <= 1'b1;
        end else begin
            sum_sat   <= total[7:0];
            saturated <= 1'b0;
        end
    end

// Parameterized adder
module adder #(parameter W = 8) (
    input  [W-1:0] x,
    input  [W-1:0] y,
    output [W:0]   s
);
    assign s = x + y;
endmodule

endmodule
