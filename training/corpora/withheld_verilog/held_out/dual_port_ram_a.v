// Simple dual port RAM with byte enables and read-first output register
module dual_port_ram #(
    parameter ADDR_WIDTH = 6,
    parameter NUM_BYTES  = 4
) (
    input                          clk,
    // write port
    input                          we_a,
    input      [NUM_BYTES-1:0]     be_a,
    input      [ADDR_WIDTH-1:0]    addr_a,
    input      [NUM_BYTES*8-1:0]   din_a,
    // read port
    input                          re_b,
    input      [ADDR_WIDTH-1:0]    addr_b,
    output reg [NUM_BYTES*8-1:0]   dout_b,
    output reg                     valid_b
);

    reg [NUM_BYTES*8-1:0] ram [0:(1<<ADDR_WIDTH)-1];
    integer i;

    initial begin
        for (i = 0; i < (1<<ADDR_WIDTH); i = i + 1)
            ram[i] = 0;
        valid_b = 1'b0;
    end

    always @(posedge clk) begin
        if (we_a) begin
            for (i = 0; i < NUM_BYTES; i = i + 1) begin
                if (be_a[i])
                    ram[addr_a][i*8+7:i*8] <= din_a[i*8+7:i*8];
            end
        end
    end

    always @(posedge clk) begin
        valid_b <= re_b;
        if (re_b)
            dout_b <= ram[addr_b];
    end

endmodule
