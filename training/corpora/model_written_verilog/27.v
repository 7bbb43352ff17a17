module skid_buffer (
    input wire clk,
    input wire rst,
    input wire en,
    input wire [31:0] data_in,
    output reg [31:0] data_out,
    input wire full,
    output reg empty
);

    // Parameters
    localparam DEPTH = 8; // Depth of the skid buffer

    // Internal registers
    reg [31:0] fifo [0:DEPTH-1];
    reg [31:0] write_pointer, read_pointer;
    reg full_flag;
    reg empty_flag;

    // Initial state
    initial begin
        write_pointer <= 0;
        read_pointer <= 0;
        full_flag <= 0;
        empty_flag <= 1;
    end

    // Write process
    always @(posedge clk or posedge rst)
        if (rst)
            write_pointer <= 0;
        else if (en && !full_flag)
        begin
            fifo[write_pointer] <= data_in;
            write_pointer <= write_pointer + 1;
            if (write_pointer == DEPTH)
                write_pointer <= 0;
        end

    // Read process
    always @(posedge clk or posedge rst)
        if (rst)
            read_pointer <= 0;
        else if (en && !empty_flag)
        begin
            data_out <= fifo[read_pointer];
            read_pointer <= read_pointer + 1;
            if (read_pointer == DEPTH)
                read_pointer <= 0;
        end

    // Full flag update
    always @(posedge clk or posedge rst)
        if (rst)
            full_flag <= 0;
        else if (en && !full_flag)
        begin
            full_flag <= write_pointer == read_pointer;
        end

    // Empty flag update
    always @(posedge clk or posedge rst)
        if (rst)
            empty_flag <= 1;
        else if (en && !empty_flag)
        begin
            empty_flag <= write_pointer == 0;
        end

endmodule
