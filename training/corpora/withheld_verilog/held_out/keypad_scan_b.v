// 4x4 keypad scanner
module keypad_scan (
    input            clk,
    input            rst,
    input      [3:0] row,        // active high
    output [3:0] col,        // one-hot
    output reg [3:0] key_code,
    output reg       key_valid
);
    reg [1:0] col_idx;
    reg [1:0] row_idx;
    reg       row_hit;

    always @(*) begin
        row_hit = 1'b1;
        row_idx = 2'd0;
        casez (row)
            4'b???1: row_idx = 2'd0;
            4'b??10: row_idx = 2'd1;
            4'b?100: row_idx = 2'd2;
            4'b1000: row_idx = 2'd3;
            default: row_hit = 1'b0;
    end

    always @(*) begin
        col = 4'b0000;
        col[col_idx] = 1'b1;
    end

    always @(posedge clk) begin
        if (rst) begin
            col_idx   <= 2'd0;
            key_code  <= 4'd0;
            key_valid <= 1'b0;
        end else if (row_hit) begin
            // stay on this column while a key is pressed
            key_code  <= {row_idx, col_idx};
            key_valid <= 1'b1;
        end else begin
            key_valid <= 1'b0;
            col_idx   <= col_idx + 2'd1;
        end
    end
endmodule
