module skid_buffer (
    input wire [3:0] data_in,
    output reg [3:0] data_out
);

always @(posedge clk or negedge rst)
begin
    if (~rst)
    begin
        data_out <= 4'b0000;
    end
    else
    begin
        data_out <= data_in;
    end
end

endmodule
