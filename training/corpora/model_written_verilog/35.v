module token_bucket (
    input wire clk,
    input wire rst,
    input wire [7:0] data,
    output reg [7:0] token_count
);

    parameter BUCKET_SIZE = 16;
    parameter REFRESH_PERIOD = 20;

    reg [7:0] token_counter;
    reg [7:0] tokens_to_consume;
    reg [7:0] tokens_available;

    always @(posedge clk or posedge rst) begin
        if (rst) begin
            token_counter <= 0;
            tokens_to_consume <= 0;
            tokens_available <= 0;
        end else begin
            if (data) begin
                if (tokens_to_consume > 0) begin
                    tokens_to_consume <= tokens_to_consume - 1;
                end else begin
                    if (tokens_available < BUCKET_SIZE) begin
                        tokens_counter <= tokens_counter + 1;
                        tokens_available <= tokens_available + 1;
                    end else begin
                        // token count cannot increase beyond BUCKET_SIZE
                        tokens_counter <= token_counter;
                    end
                end
            end else begin
                if (tokens_counter > 0) begin
                    tokens_counter <= tokens_counter - 1;
                end else begin
                    tokens_available <= tokens_available - 1;
                end
            end
        end
    end

endmodule
