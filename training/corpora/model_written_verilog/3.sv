module min_max_tracker #(parameter WIDTH = 8)
(
    input wire clk,
    input wire rst,
    input wire enable,
    input wire [WIDTH-1:0] data,
    output wire [WIDTH-1:0] min_val,
    output wire [WIDTH-1:0] max_val
);

    logic [WIDTH-1:0] cur_min = 8'hFF;  // Initialize to the maximum possible value
    logic [WIDTH-1:0] cur_max = 8'h00;  // Initialize to the minimum possible value

    always @(posedge clk or posedge rst) begin
        if (rst) begin
            cur_min <= 8'hFF;
            cur_max <= 8'h00;
        end else if (enable) begin
            if (data < cur_min) begin
                cur_min <= data;
            end
            if (data > cur_max) begin
                cur_max <= data;
            end
        end
    end

    assign min_val = cur_min;
    assign max_val = cur_max;

endmodule
