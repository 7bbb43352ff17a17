module huffman_bit_packer (
    input wire [7:0] input_data,      // Input data to pack
    input wire [1:0] input_length,     // Length of input data in bits
    output reg [2:0] output_bit_pack  // Output bit packed data
);

    // Define the states of the FSM
    enum gen_bit_pack_state {IDLE, PROCESS} state = IDLE;

    // Counter to keep track of the number of bits processed
    reg [1:0] bit_counter = 0;

    // Register to hold the current bit to be packed
    reg [1:0] current_bit = 0;

    always @(posedge clk or negedge rst) begin
        if (rst) begin
            state = IDLE;
            bit_counter = 0;
            current_bit = 0;
        end else begin
            case (state)
                IDLE: begin
                    // If the input data has not been fully processed,
                    // start processing it
                    if (bit_counter < input_length) begin
                        // Increment the bit counter
                        bit_counter <= bit_counter + 1;
                        // Extract the current bit from the input data
                        current_bit <= input_data[bit_counter];
                        // Set the state to PROCESS
                        state <= PROCESS;
                    end else begin
                        // If all bits have been processed, output the final bit packed data
                        output_bit_pack <= current_bit;
                        state <= IDLE;
                    end
                end
                PROCESS: begin
                    // If the bit counter is less than the number of bits to be packed,
                    // shift the current bit to the left and set the bit counter
                    output_bit_pack <= (output_bit_pack << 1) | current_bit;
                    bit_counter <= bit_counter + 1;
                end
            endcase
        end
    end

endmodule
