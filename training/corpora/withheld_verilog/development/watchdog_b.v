module watchdog #(
    parameter TIMEOUT = 20,
    parameter CNT_WIDTH = 8
)(
    input wire clk,
    input wire rst_n,
    input wire enable,
    input wire kick,
    output reg warning,
    output reg timeout
);

    // Watchdog counter
    reg [CNT_WIDTH-1:0] wdt_counter;

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            wdt_counter <= {CNT_WIDTH{1'b0}};
            warning <= 1'b0;
            timeout <= 1'b0;
        end
        else begin
            if (!enable) begin
                // Disabled: clear everything
                wdt_counter <= {CNT_WIDTH{1'b0}};
                warning <= 1'b0;
                timeout <= 1'b0;
            end
            else if (kick && !watchdog_timeout) begin
                wdt_counter <= {CNT_WIDTH{1'b0}};
                warning <= 1'b0;
            end
            else if (wdt_counter == TIMEOUT_CYCLES - 1) begin
                timeout <= 1'b1;
            end
            else begin
                wdt_counter <= wdt_counter + 1'b1;
                if (wdt_counter >= TIMEOUT/2)
                    warning <= 1'b1;
            end
        end
    end

endmodule
