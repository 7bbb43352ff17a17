module skid_buffer #(parameter WIDTH = 8, DEPTH = 16)(input wire clk, input wire rst,
                                   input wire [WIDTH-1:0] data_in,
                                   output reg [WIDTH-1:0] data_out);
    reg [WIDTH-1:0] skid_buffer[DEPTH-1:0];
    integer i;

    always @(posedge clk or negedge rst) begin
        if (~rst) begin
            for (i = 0; i < DEPTH; i = i + 1) begin
                skid_buffer[i] <= 8'b0;
            end
            data_out <= 8'b0;
        end else begin
            skid_buffer[DEPTH-1:1] <= skid_buffer[DEPTH-2:0];
            skid_buffer[0] <= data_in;
            data_out <= skid_buffer[DEPTH-1];
        end
    end
endmodule
