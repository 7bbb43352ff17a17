module dual_port_ram (
    input wire clk,
    input wire reset,
    input wire [2:0] addr0,
    input wire [2:0] addr1,
    input wire [7:0] data0,
    input wire [7:0] data1,
    input wire [0:7] byte_enable0,
    input wire [0:7] byte_enable1,
    output reg [7:0] data_out0,
    output reg [7:0] data_out1
);

reg [7:0] ram[0:255];

always @(posedge clk or posedge reset) begin
    if (reset) begin
        ram[0:255] <= 8'b00000000;
    end else begin
        for (int i = 0; i < 256; i = i + 1) begin
            if (byte_enable0[i]) ram[i] <= {data0[7:0], ram[i][7:0]};
            if (byte_enable1[i]) ram[i] <= {data1[7:0], ram[i][7:0]};
        end
    end
end

always @(*) begin
    if (addr0 < 32 && addr0 >= 0) begin
        data_out0 <= ram[addr0];
    end else begin
        data_out0 <= 8'b00000000;
    end
end

always @(*) begin
    if (addr1 < 32 && addr1 >= 0) begin
        data_out1 <= ram[addr1];
    end else begin
        data_out1 <= 8'b00000000;
    end
end

endmodule
