module token_bucket_rate_limiter (
    input wire clk,       // Clock input
    input wire rst,       // Reset input
    input wire [7:0] token_rate, // Token rate in tokens per second
    input wire [7:0] burst_size, // Burst size in tokens
    input wire [7:0] burst_length, // Burst length in tokens
    output reg [31:0] tokens, // Current number of tokens
    output reg [31:0] tokens_used // Tokens used during the current time window
);

    // Variables for the token bucket
    reg [7:0] tokens_current = 0;
    reg [7:0] tokens_burst = burst_size;
    reg [31:0] tokens_used_count = 0;

    always @(posedge clk or posedge rst) begin
        if (rst) begin
            tokens_current = 0;
            tokens_burst = burst_size;
            tokens_used_count = 0;
        end else begin
            // Update the token bucket
            if (tokens_burst > 0) begin
                tokens_current = tokens_current + tokens_burst;
                tokens_burst = tokens_burst - 1;
            end

            // Check if there are enough tokens to use
            if (tokens_current >= burst_length) begin
                tokens_used = tokens_current - burst_length;
                tokens_used_count = tokens_used_count + burst_length;
                tokens_current = 0;
            end else begin
                tokens_used = tokens_current;
                tokens_used_count = tokens_used_count + tokens_current;
                tokens_current = 0;
            end
        end
    end

endmodule
