`timescale 1ns / 1ps

module infrared_nec_decoder(
    input clk,
    input reset,
    input [7:0] data,
    output [7:0] decoded_data
);

    // State and counter for the FSM
    reg [1:0] state;
    reg [2:0] counter;

    // Signals for decoding
    reg [7:0] last_data;
    reg [7:0] current_data;
    reg [7:0] decode_result;
    reg [2:0] bit_counter;

    // Control signals
    reg [1:0] control;

    // Define states for the FSM
    parameter IDLE = 2'b00, // Waiting for the start pulse
              START = 2'b01, // Waiting for the first bit of the ID
              ID = 2'b10, // Waiting for the ID
              DATA = 2'b11, // Waiting for the data bits
              END = 2'b101; // Waiting for the end pulse

    // Define the 32-bit NEC protocol
    localparam FIRST_BYTE = 7'b1111111, // The first byte of the NEC protocol
              SECOND_BYTE = 7'b1111110; // The second byte of the NEC protocol

    // Reset the FSM
    always @(posedge clk or posedge reset) begin
        if (reset) begin
            state <= IDLE;
            counter <= 3'b000;
            last_data <= 8'b0000000;
            current_data <= 8'b0000000;
            decode_result <= 8'b0000000;
            bit_counter <= 2'b000;
            control <= 2'b00;
        end else begin
            case (state)
                IDLE: begin
                    if (data == FIRST_BYTE) begin
                        state <= START;
                        counter <= 3'b001;
                        last_data <= 8'b0000000;
                        current_data <= 8'b0000000;
                        decode_result <= 8'b0000000;
                        bit_counter <= 2'b000;
                        control <= 2'b00;
                    end
                end
                START: begin
                    if (counter == 3'b001) begin
                        state <= ID;
                        counter <= 3'b000;
                    end
                end
                ID: begin
                    if (counter == 3'b000) begin
                        state <= DATA;
                        counter <= 3'b000;
                    end
                end
                DATA: begin
                    if (counter == 3'b000) begin
                        last_data <= current_data;
                        current_data <= data;
                        counter <= 3'b001;
                        bit_counter <= 2'b000;
                    end
                end
                END: begin
                    if (counter == 3'b000) begin
                        state <= IDLE;
                        counter <= 3'b000;
                        decode_result <= current_data;
                        bit_counter <= 2'b000;
                    end
                end
                default: begin
                    state <= IDLE;
                    counter <= 3'b000;
                    last_data <= 8'b0000000;
                    current_data <= 8'b0000000;
                    decode_result <= 8'b0000000;
                    bit_counter <= 2'b000;
                end
            endcase
        end
    end

    // Decode the data
    always @(*) begin
        case (state)
            IDLE: begin
                decode_result <= 8'b0000000;
            end
            START: begin
                decode_result <= 8'b0000000;
            end
            ID: begin
                decode_result <= current_data;
            end
            DATA: begin
                decode_result <= current_data;
            end
            END: begin
                decode_result <= decode_result; // Keep the last decoded byte
            end
            default: begin
                decode_result <= decode_result;
            end
        endcase
    end

endmodule
