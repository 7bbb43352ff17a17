module run_length_encoder (
    input wire clk,
    input wire rst,
    input wire enable,
    input wire [7:0] data_in,
    input wire [2:0] run_count,
    output reg [7:0] encoded_out
);

reg [7:0] current_run = {8{1'b0}};
reg [7:0] next_run = {8{1'b0}};
reg [7:0] current_count = {3{1'b0}};

always @(posedge clk or posedge rst) begin
    if (rst) begin
        current_run = {8{1'b0}};
        next_run = {8{1'b0}};
        current_count = {3{1'b0}};
        encoded_out = {8{1'b0}};
    end else if (enable) begin
        current_run = current_run + 1'b1;
        next_run = next_run + 1'b1;
        if (next_run == 3'b111) begin
            next_run = {8{1'b0}};
        end
        if (data_in == 8'b11111111) begin
            if (current_count == run_count) begin
                encoded_out = encoded_out | (current_run << (2 - current_count));
            end
            next_run = {8{1'b0}};
            current_count = {3{1'b0}};
        end else begin
            if (current_count == run_count) begin
                encoded_out = encoded_out | (current_run << (2 - current_count));
            end
            current_count = current_count + 1;
        end
    end else begin
        current_run = current_run + 1'b0;
        next_run = next_run + 1'b0;
    end
end

endmodule
