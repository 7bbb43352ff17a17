module quadrature_decoder (
    input wire clk, // Clock
    input wire [3:0] q, // Quadrature encoder input
    output reg [31:0] pos_counter // Position counter
);

    // FSM state
    reg [1:0] state = 2'b00; // IDLE state

    // Counter
    reg [31:0] counter = 32'd0;

    // Reset
    reg reset = 1'b0;

    // Decoding logic
    always @(posedge clk or posedge reset) begin
        if (reset) begin
            state = 2'b00;
            counter = 32'd0;
        end else begin
            case (state)
                2'b00: begin // IDLE state
                    if (q[0] == q[1]) begin
                        state = 2'b10;
                    end else begin
                        state = 2'b00;
                    end
                end
                2'b10: begin // DECODE state
                    case (q)
                        4'b0000: begin
                            counter = counter + 32'd1;
                        end
                        4'b0001: begin
                            counter = counter + 32'd2;
                        end
                        4'b0010: begin
                            counter = counter + 32'd4;
                        end
                        4'b0011: begin
                            counter = counter + 32'd8;
                        end
                        4'b0100: begin
                            counter = counter + 32'd16;
                        end
                        4'b0101: begin
                            counter = counter + 32'd32;
                        end
                        4'b0110: begin
                            counter = counter + 32'd64;
                        end
                        4'b0111: begin
                            counter = counter + 32'd128;
                        end
                        4'b1000: begin
                            counter = counter + 32'd256;
                        end
                        4'b1001: begin
                            counter = counter + 32'd512;
                        end
                        4'b1010: begin
                            counter = counter + 32'd1024;
                        end
                        4'b1011: begin
                            counter = counter + 32'd2048;
                        end
                        4'b1100: begin
                            counter = counter + 32'd4096;
                        end
                        4'b1101: begin
                            counter = counter + 32'd8192;
                        end
                        4'b1110: begin
                            counter = counter + 32'd16384;
                        end
                        4'b1111: begin
                            state = 2'b00;
                        end
                        default: begin
                            state = 2'b00;
                        end
                    end
                end
                2'b11: begin // COUNT state
                    state = 2'b00;
                end
                default: begin
                    state = 2'b00;
                end
            endcase
        end
    end

    // Output logic
    always @(*) begin
        pos_counter = counter;
    end

endmodule
