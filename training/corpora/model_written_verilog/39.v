`timescale 1ns / 1ps

module infrared_nec_decoder (
    input wire clk,
    input wire [7:0] data,
    output reg [7:0] decoded_data,
    output reg [7:0] address,
    output reg [7:0] command,
    output reg [7:0] repeat
);

parameter WIDTH_CLK = 10; // Width of the clock in ns
parameter WIDTH_DATA = 8; // Width of the data in bits

// Initialize the decoder state
reg [6:0] state = 0;
reg [7:0] code = 0;
reg [7:0] repeat_flag = 0;
reg [7:0] address_flag = 0;
reg [7:0] command_flag = 0;
reg [7:0] repeat_count = 0;

always @(posedge clk or posedge reset) begin
    if (reset) begin
        state = 0;
        code = 0;
        repeat_flag = 0;
        address_flag = 0;
        command_flag = 0;
        repeat_count = 0;
    end else begin
        // Handle clock edge
        if (clk) begin
            // Decode the data
            if (code == 0) begin // Start of a new sequence
                code = data;
                repeat_flag = 0;
                address_flag = 0;
                command_flag = 0;
                repeat_count = 0;
            end else begin
                code = code << 1 | data;
                repeat_flag = 0;
                address_flag = 0;
                command_flag = 0;
                repeat_count = 0;
            end
        end

        // Decode the state machine
        case (state)
            7'b0000000: begin
                if (code == 0x88) begin
                    state = 8'b0000000; // Start of address
                end else begin
                    state = 8'b0000001; // Start of command
                end
            end
            8'b0000001: begin
                if (code == 0x88) begin
                    state = 8'b0000000; // Continue address
                end else begin
                    state = 8'b0000001; // Continue command
                end
            end
            8'b0000002: begin
                if (code == 0x88) begin
                    state = 8'b0000000; // End of address
                end else begin
                    state = 8'b0000001; // End of command
                end
            end
            8'b0000003: begin
                if (code == 0x88) begin
                    state = 8'b0000000; // Start of repeat
                end else begin
                    state = 8'b0000001; // Start of command
                end
            end
            8'b0000004: begin
                if (code == 0x88) begin
                    state = 8'b0000000; // Continue repeat
                end else begin
                    state = 8'b0000001; // Continue command
                end
            end
            8'b0000005: begin
                if (code == 0x88) begin
                    state = 8'b0000000; // End of repeat
                end else begin
                    state = 8'b0000001; // End of command
                end
            end
            8'b0000006: begin
                if (code == 0x88) begin
                    state = 8'b0000000; // Start of address
                end else begin
                    state = 8'b0000001; // Start of command
                end
            end
            8'b0000007: begin
                if (code == 0x88) begin
                    state = 8'b0000000; // Continue address
                end else begin
                    state = 8'b0000001; // Continue command
                end
            end
            8'b0000008: begin
                if (code == 0x88) begin
                    state = 8'b0000000; // End of address
                end else begin
                    state = 8'b0000001; // End of command
                end
            end
            8'b0000009: begin
                if (code == 0x88) begin
                    state = 8'b0000000; // Start of repeat
                end else begin
                    state = 8'b0000001; // Start of command
                end
            end
            8'b0000010: begin
                if (code == 0x88) begin
                    state = 8'b0000000; // Continue repeat
                end else begin
                    state = 8'b0000001; // Continue command
                end
            end
            8'b0000011: begin
                if (code == 0x88) begin
                    state = 8'b0000000; // End of repeat
                end else begin
                    state = 8'b0000001; // End of command
                end
            end
            8'b0000012: begin
                if (code == 0x88) begin
                    state = 8'b0000000; // Start of address
                end else begin
                    state = 8'b0000001; // Start of command
                end
            end
            8'b0000013: begin
                if (code == 0x88) begin
                    state = 8'b0000000; // Continue address
                end else begin
                    state = 8'b0000001; // Continue command
                end
            end
            8'b0000014: begin
                if (code == 0x88) begin
                   