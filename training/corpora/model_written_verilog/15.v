module handshake_two_phase_to_four_phase (
    input wire clk,
    input wire rst_n,
    input wire [1:0] two_phase_data,
    output reg [3:0] four_phase_data,
    output reg [1:0] handshake
);

    reg [1:0] prev_two_phase_data;
    reg [1:0] current_two_phase_data;
    reg [1:0] next_two_phase_data;
    reg [1:0] next_four_phase_data;
    reg [1:0] next_handshake;

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            prev_two_phase_data <= 2'b00;
            current_two_phase_data <= 2'b00;
            next_two_phase_data <= 2'b00;
            next_four_phase_data <= 4'b0000;
            next_handshake <= 2'b00;
        end else begin
            prev_two_phase_data <= current_two_phase_data;
            current_two_phase_data <= next_two_phase_data;
            next_two_phase_data <= two_phase_data;

            // Determine the next handshake state based on the current two-phase data
            case (current_two_phase_data)
                2'b00: next_handshake <= 2'b01;  // Start transition
                2'b01: next_handshake <= 2'b10;  // Middle transition
                2'b10: next_handshake <= 2'b11;  // End transition
                2'b11: next_handshake <= 2'b00;  // Reset transition
            endcase

            // Determine the next four-phase data based on the current two-phase data
            case (current_two_phase_data)
                2'b00: next_four_phase_data <= 4'b0001;  // Start bit
                2'b01: next_four_phase_data <= 4'b0010;  // Middle bit
                2'b10: next_four_phase_data <= 4'b0100;  // End bit
                2'b11: next_four_phase_data <= 4'b0000;  // Reset bit
            endcase

            four_phase_data <= next_four_phase_data;
            handshake <= next_handshake;
        end
    end

endmodule
