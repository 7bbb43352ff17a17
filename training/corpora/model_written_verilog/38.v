// Register file 32x32 two read ports
module register_file_32x32 (
    input wire clk,
    input wire rst,
    input wire rw, // read/write select (0: read, 1: write)
    input wire [31:0] addr1,
    input wire [31:0] addr2,
    input wire [31:0] data_in,
    output reg [31:0] data_out
);

// Declare a 32x32 memory with 2-bit addresses
reg [31:0] mem[0:31*31-1];

// Write operation
always @(posedge clk or negedge rst) begin
    if (!rst) begin
        for (int i = 0; i < 32*32; i++) begin
            mem[i] <= 0; // Initialize all memory cells to 0
        end
    end else if (rw == 1) begin
        if (addr1 >= 0 && addr1 < 32*32 && addr2 >= 0 && addr2 < 32*32) begin
            mem[addr1] <= data_in; // Write to the specified address
        end
    end
end

// Read operation
always @(posedge clk) begin
    if (rw == 0) begin
        if (addr1 >= 0 && addr1 < 32*32 && addr2 >= 0 && addr2 < 32*32) begin
            data_out <= mem[addr1]; // Read from the specified address
        end
    end
end

endmodule
