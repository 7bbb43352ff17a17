module token_bucket_rate_limiter(
    input wire clk,
    input wire rst,
    input wire [7:0] rate,  // in bits per second
    input wire [7:0] burst, // in bits
    input wire [7:0] input, // in bits
    output reg [7:0] output // in bits
);

    reg [6:0] token_counter;
    reg [7:0] token_fifo [0:9];
    reg [7:0] token_fifo_counter;
    reg [7:0] token_out_counter;

    always @(posedge clk or posedge rst) begin
        if (rst) begin
            token_counter <= 0;
            token_fifo_counter <= 0;
            token_out_counter <= 0;
        end else begin
            if (burst != 0) begin
                if (token_counter < burst) begin
                    token_counter <= token_counter + burst;
                end else begin
                    token_counter <= burst;
                    token_fifo_counter <= token_fifo_counter + burst;
                end
            end else begin
                if (token_counter > 0) begin
                    token_counter <= token_counter - burst;
                end else begin
                    token_counter <= 0;
                end
            end

            if (token_fifo_counter != 0) begin
                if (token_fifo_counter == burst) begin
                    token_fifo_counter <= 0;
                    token_out_counter <= token_out_counter + burst;
                end else begin
                    token_fifo_counter <= token_fifo_counter + 1;
                end
            end

            if (token_out_counter != 0) begin
                output <= output + 1'b1;
                token_out_counter <= token_out_counter - 1;
            end
        end
    end

endmodule
