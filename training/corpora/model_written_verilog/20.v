module seven_segment_driver(
    input wire clk,  // Clock signal
    input wire reset, // Reset signal
    input wire [3:0] data, // 4-bit data to display
    output reg [6:0] segment_select // 7-segment segment select signal
);

    // Counter to cycle through the segments
    reg [2:0] segment_counter;
    always @(posedge clk or reset) begin
        if (reset) begin
            segment_counter <= 3'b000;
        end else begin
            segment_counter <= segment_counter + 1'b1;
        end
    end

    // Multiplex the 7-segment display based on the segment counter
    always @(posedge clk) begin
        case (segment_counter)
            3'b000: segment_select <= 7'b1110010; // 7
            3'b001: segment_select <= 7'b1100110; // 6
            3'b010: segment_select <= 7'b1000110; // 5
            3'b011: segment_select <= 7'b1000010; // 4
            3'b100: segment_select <= 7'b0111111; // 3
            3'b101: segment_select <= 7'b0111011; // 2
            3'b110: segment_select <= 7'b0110111; // 1
            3'b111: segment_select <= 7'b0000000; // 0
            default: segment_select <= 7'b0000000; // Default to off if error occurs
        endcase
    end

endmodule
