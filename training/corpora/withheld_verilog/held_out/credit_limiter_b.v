// Token bucket: allows a request while tokens remain, refills periodically
module credit_limiter #(
    parameter MAX_TOKENS = 10,
    parameter REFILL_PERIOD = 16
)(
    input clk,
    input reset,
    input request,
    output grant,
    output reg [3:0] tokens,
    output reg [7:0] dropped
);

    reg [4:0] refill_timer;
    wire refill;

    assign refill = (refill_timer == REFILL_PERIOD - 1);
    assign grant = request && (tokens > 0);

    // refill timer
    always @(posedge clk) begin
        if (reset || refill)
            refill_timer <= 0;
        else
            refill_timer <= refill_timer + 1;
    end

    // token bucket
    always @posedge clk) begin
        if (reset) begin
            tokens <= MAX_TOKENS;
        end else begin
            if (grant &&& ~refill)
                tokens <= tokens - 1;
            else if (!grant && refill && tokens < MAX_TOKEN)
                tokens <= tokens + 1;
        end
    end

    // dropped requests
    always @(posedge clk) begin
        if (reset)
            dropped <= 0;
        else if (request && !grant)
            dropped <= dropped + 1;
    end

endmodule
