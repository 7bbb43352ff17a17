module axi4_lite_slave (
    input wire clk,
    input wire rst,
    input wire write_valid,
    output reg write_ack,
    input wire [31:0] write_addr,
    input wire [31:0] write_data,
    input wire [1:0] read_req,
    output reg [31:0] read_data
);

    // Internal registers to hold the data
    reg [7:0] register_data[0:7];

    // Internal register to track the write state
    reg write_state;

    // Internal register to track the read state
    reg read_state;

    // Internal register to track the current address
    reg [7:0] current_address;

    // Internal register to track the current data
    reg [31:0] current_data;

    // Internal register to track the number of data bits written
    reg write_bit_count;

    // Internal register to track the number of data bits read
    reg read_bit_count;

    // Initialize the registers
    initial begin
        write_state = 2'b00; // IDLE
        read_state = 2'b00; // IDLE
        current_address = 8'b00000000;
        current_data = 32'b0000000000000000;
        write_bit_count = 0;
        read_bit_count = 0;
    end

    // Write state machine
    always @(posedge clk or posedge rst) begin
        if (rst) begin
            write_state = 2'b00;
            write_bit_count = 0;
        end else if (write_valid) begin
            if (write_state == 2'b00) begin
                write_state = 2'b01; // PREPARE_WRITE
            end else if (write_state == 2'b01) begin
                write_state = 2'b10; // WRITE_BIT_0
                write_bit_count = write_bit_count + 1;
            end else if (write_bit_count == 8) begin
                write_state = 2'b11; // WRITE_BIT_1
                write_bit_count = 0;
            end else if (write_bit_count == 16) begin
                write_state = 2'b00; // IDLE
                current_address = current_address + 1;
                current_data = current_data << 8;
            end else if (write_bit_count == 24) begin
                write_state = 2'b00; // IDLE
                current_address = current_address + 1;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
            end else if (write_bit_count == 32) begin
                write_state = 2'b00; // IDLE
                current_address = current_address + 1;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
                current_data = current_data << 8;
               