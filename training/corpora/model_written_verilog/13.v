module watchdog_timer (
    input wire clk,
    input wire rst,
    input wire [7:0] watchdog_data,  // 8-bit watchdog data to compare with window
    input wire [7:0] window_data,   // 8-bit window data to compare with watchdog
    output reg watchdog_status,  // Status signal indicating whether the watchdog has triggered the window
    output reg window_status     // Status signal indicating whether the window has triggered
);

    reg [7:0] window_counter;  // 8-bit window counter

    always @(posedge clk or negedge rst) begin
        if (rst) begin
            window_counter <= 0;
            watchdog_status <= 0;
            window_status <= 0;
        end else begin
            window_counter <= window_counter + 1;
            if (window_counter == window_data) begin
                window_status <= 1;
            end else begin
                window_status <= 0;
            }

            if (watchdog_data == window_data) begin
                watchdog_status <= 1;
            } else begin
                watchdog_status <= 0;
            end
        end
    end

endmodule
