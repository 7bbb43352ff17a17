module width_converter (
    input wire [7:0] data_in,
    input wire clk,
    output reg [31:0] data_out
);

reg [7:0] temp_data;
reg [31:0] temp_data2;

always @(posedge clk) begin
    // update the data
    if (clk == 1'b1) begin
        temp_data <= data_in;
        temp_data2 <= temp_data;
    end
end

always @(posedge clk) begin
    // update the data_out
    if (clk == 1'b1) begin
        data_out <= temp_data2;
    end
end

endmodule
