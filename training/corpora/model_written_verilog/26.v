// Define the module
module pop_count_pipeline (
    input wire clk,
    input wire rst,
    input wire [31:0] input_data,  // 32-bit input data
    output reg [3:0] count,      // 4-bit output count of set bits
    input reg [3:0] wait_for_next  // Signal to trigger next cycle
);

// Define the three-state FSM
always @(posedge clk or negedge rst) begin
    if (rst) begin
        count <= 4'b0;  // Reset count to 0
        wait_for_next <= 1'b0;  // Reset wait_for_next to 0
    end else begin
        if (wait_for_next) begin
            count <= count + 1'b1;  // Increment count by 1
            wait_for_next <= 1'b0;  // Reset wait_for_next to 0
        end else begin
            count <= count;  // No change to count
        end
    end
end

// Define the process that counts the set bits
always @(posedge clk or negedge rst) begin
    if (rst) begin
        // Initialize count bits to 0
        for (int i = 0; i < 4; i++) begin
            count[i] <= 1'b0;
        end
    end else begin
        // Count the set bits in the input data
        for (int i = 0; i < 32; i++) begin
            if (input_data[i] == 1'b1) begin
                count[input_data[i]] <= 1'b1;
            end
        end
    end
end

// Define the process that updates wait_for_next
always @(posedge clk or negedge rst) begin
    if (rst) begin
        wait_for_next <= 1'b0;
    end else begin
        wait_for_next <= 1'b1;  // Trigger next cycle
    end
end

endmodule
