module min_max_tracker (
    input wire clk,
    input wire rst,
    input wire [7:0] data_in,
    output reg [7:0] min_val,
    output reg [7:0] max_val
);

    // Pipeline registers
    reg [7:0] min_reg [0:3];
    reg [7:0] max_reg [0:3];

    // Current stage
    reg [7:0] current_min;
    reg [7:0] current_max;

    // Control signals
    reg [2:0] stage;
    reg start;

    always @(posedge clk or negedge rst) begin
        if (rst) begin
            stage <= 0;
            current_min <= 8'bFF;
            current_max <= 8'bFF;
        end else begin
            // Move to the next stage
            stage <= stage + 1;

            // Update the pipeline registers
            for (int i = 0; i < 3; i++) begin
                min_reg[i] <= max_reg[i];
                max_reg[i] <= data_in;
            end

            // Update the current stage
            current_min <= min_reg[0];
            current_max <= max_reg[0];

            // Determine the new stage
            case (stage)
                0: begin
                    start <= 1;
                end
                1: begin
                    start <= 0;
                    min_val <= current_min;
                    max_val <= current_max;
                end
                2: begin
                    start <= 1;
                end
                3: begin
                    start <= 0;
                    min_val <= current_min;
                    max_val <= current_max;
                end
                default: begin
                    start <= 0;
                    min_val <= current_min;
                    max_val <= current_max;
                end
            endcase
        end
    end

endmodule
