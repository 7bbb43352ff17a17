module p2s_with_load (
    input wire clk,
    input wire rst,
    input wire [3:0] data_in,
    input wire load,
    output wire [7:0] serial_out
);

reg [7:0] reg_out;
reg [2:0] reg_cnt;

always @(posedge clk or posedge rst) begin
    if (rst) begin
        reg_out <= 8'b0;
        reg_cnt <= 3'b0;
    end else begin
        if (load) begin
            reg_out <= data_in;
            reg_cnt <= 3'b0;
        end else begin
            reg_cnt <= reg_cnt + 1'b1;
            if (reg_cnt == 3'b111) begin
                reg_out <= reg_out << 1;
                reg_cnt <= 2'b0;
            end
        end
    end
end

assign serial_out = reg_out[7:0];

endmodule
