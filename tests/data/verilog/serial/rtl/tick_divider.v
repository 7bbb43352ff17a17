`timescale 1ns/1ps

module tick_divider #(
    parameter DIVIDE = 2
) (
    input  wire clk,
    input  wire rst,
    output reg  tick
);

    reg [7:0] count;

    always @(posedge clk) begin
        if (rst) begin
            count <= 8'd0;
            tick  <= 1'b0;
        end else begin
            tick  <= count == DIVIDE - 1;
            count <= count == DIVIDE - 1 ? 8'd0 : count + 8'd1;
        end
    end

endmodule
