module credit_based_flow_controller(
    input wire clk,
    input wire rst,
    input wire [3:0] credit,
    input wire [3:0] read,
    input wire write,
    output reg [3:0] available_credit,
    output reg [3:0] full,
    output reg [3:0] empty
);

    reg [3:0] read_buffer;
    reg [3:0] write_buffer;
    reg [3:0] next_read_buffer;
    reg [3:0] next_write_buffer;
    reg [3:0] next_available_credit;
    reg [3:0] next_full;
    reg [3:0] next_empty;

    always @(posedge clk or posedge rst) begin
        if (rst) begin
            read_buffer <= 4'b0000;
            write_buffer <= 4'b0000;
            available_credit <= 4'b0000;
            full <= 4'b0000;
            empty <= 4'b0000;
        end else begin
            read_buffer <= next_read_buffer;
            write_buffer <= next_write_buffer;
            available_credit <= next_available_credit;
            full <= next_full;
            empty <= next_empty;
        end

        // Read
        if (read && !full) begin
            next_read_buffer <= read_buffer + 1'b1;
            available_credit <= available_credit - 1'b1;
            next_full <= 4'b0000;
        end

        // Write
        if (write && !full) begin
            next_write_buffer <= write_buffer + 1'b1;
            next_available_credit <= available_credit + 1'b1;
            next_full <= 4'b0000;
        end

        // Full
        next_full <= available_credit == 4'b1111;

        // Empty
        next_empty <= available_credit == 4'b0000;

        // Available Credit
        next_available_credit <= credit;
    end

endmodule
