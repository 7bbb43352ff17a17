module infrared_nec_decoder (
    input wire clk,
    input wire reset,
    input wire ir_in,
    output reg [31:0] decoded_data
);

    // States for the IR decoder
    parameter IDLE = 8'b00000000,
            START = 8'b10001000,
            DATA = 8'b01001000,
            END = 8'b00011111,
            ERROR = 8'b00000000;

    // Current state of the IR decoder
    reg [2:0] state;

    // Data buffer
    reg [7:0] data_buffer;

    // Counter for the bits in the current byte
    reg [3:0] bit_count;

    // Counter for the bytes in the current frame
    reg [3:0] byte_count;

    // Counter for the bits in the current frame
    reg [3:0] bit_count;

    // Flag to indicate whether the frame is valid
    reg frame_valid;

    // Flag to indicate whether the data is valid
    reg data_valid;

    // Flag to indicate whether the decoder is currently decoding a frame
    reg decoding_frame;

    // Flag to indicate whether the decoder is currently decoding a byte
    reg decoding_byte;

    // Flag to indicate whether the decoder is currently decoding a bit
    reg decoding_bit;

    // Flag to indicate whether the decoder is currently decoding an error
    reg decoding_error;

    always @(posedge clk or posedge reset) begin
        if (reset) begin
            state = IDLE;
            data_buffer = 0;
            bit_count = 0;
            byte_count = 0;
            frame_valid = 0;
            data_valid = 0;
            decoding_frame = 0;
            decoding_byte = 0;
            decoding_bit = 0;
            decoding_error = 0;
        end else begin
            // Handle start bit
            if (ir_in == 1 && state == IDLE) begin
                state = START;
                bit_count = 0;
                byte_count = 0;
                frame_valid = 0;
                data_valid = 0;
                decoding_frame = 0;
                decoding_byte = 0;
                decoding_bit = 0;
                decoding_error = 0;
            end

            // Handle data bits
            if (ir_in == 1 && state == START) begin
                if (bit_count < 8) begin
                    data_buffer = data_buffer << 1;
                    data_buffer = data_buffer | 1'b1;
                    bit_count = bit_count + 1;
                end else if (bit_count < 16) begin
                    data_buffer = data_buffer << 1;
                    data_buffer = data_buffer | 1'b1;
                    bit_count = bit_count + 1;
                end else if (bit_count < 24) begin
                    data_buffer = data_buffer << 1;
                    data_buffer = data_buffer | 1'b1;
                    bit_count = bit_count + 1;
                end else if (bit_count < 32) begin
                    data_buffer = data_buffer << 1;
                    data_buffer = data_buffer | 1'b1;
                    bit_count = bit_count + 1;
                    if (bit_count == 32) begin
                        state = DATA;
                    }
                end else begin
                    state = ERROR;
                end
            end

            // Handle end bit
            if (ir_in == 1 && state == DATA) begin
                if (bit_count < 8) begin
                    data_buffer = data_buffer << 1;
                    data_buffer = data_buffer | 1'b1;
                    bit_count = bit_count + 1;
                end else if (bit_count < 16) begin
                    data_buffer = data_buffer << 1;
                    data_buffer = data_buffer | 1'b1;
                    bit_count = bit_count + 1;
                end else if (bit_count < 24) begin
                    data_buffer = data_buffer << 1;
                    data_buffer = data_buffer | 1'b1;
                    bit_count = bit_count + 1;
                end else if (bit_count < 32) begin
                    data_buffer = data_buffer << 1;
                    data_buffer = data_buffer | 1'b1;
                    bit_count = bit_count + 1;
                    if (bit_count == 32) begin
                        state = END;
                        frame_valid = 1;
                    }
                end else begin
                    state = ERROR;
                end
            end

            // Handle error
            if (ir_in == 1 && state == ERROR) begin
                if (bit_count < 8) begin
                    data_buffer = data_buffer << 1;
                    data_buffer = data_buffer | 1'b1;
                    bit_count = bit_count + 1;
                end else if (bit_count < 16) begin
                    data_buffer = data_buffer << 1;
                    data_buffer = data_buffer | 1'b1;
                    bit_count = bit_count + 1;
                end else if (bit_count < 24) begin
                    data_buffer = data_buffer << 1;
                    data_buffer = data_buffer | 1'b1;
                    bit_count = bit_count + 1;
                end else if (bit_count < 32) begin
                    data_buffer = data_buffer << 1;
                    data_buffer = data_buffer | 1'b1;
                    bit_count = bit_count + 1;
                    if (bit_count == 32) begin
                        state = IDLE;
                        frame_valid = 0;
                        data_valid = 0;
                        decoding_frame = 0;
                        decoding_byte = 0;
                        decoding_bit = 0;
                        decoding_error = 0;
                    }
                end else begin
                    state = ERROR;
                end
            end
        end
    end

    always @(posedge clk or posedge reset) begin
        if (reset) begin
            decoded_data = 0;
        end else begin
            if (frame_valid && data_valid) begin
                decoded_data = data_buffer;
            end
        end
    end

endmodule
