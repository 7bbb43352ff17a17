module watchdog_timer (
    input wire clk,
    input wire rst,
    input wire [2:0] window, // 00 - 07 seconds
    input wire enable, // Enable the timer
    output reg [31:0] counter
);

    // Define the states of the FSM
    typedef enum {IDLE, RUNNING, EXPIRED} state_t;
    state_t state = IDLE;

    // Define the variables for the timer
    reg [29:0] timer = 0;
    reg [2:0] window_timer = 0;

    always @(posedge clk or posedge rst) begin
        if (rst) begin
            state = IDLE;
            timer = 0;
            window_timer = 0;
        end else begin
            case (state)
                IDLE:
                    if (enable) begin
                        state = RUNNING;
                        timer = 0;
                        window_timer = window;
                    end
                    break;
                RUNNING:
                    if (window_timer == 0) begin
                        state = EXPIRED;
                    end else begin
                        timer++;
                        if (timer >= 1 << window) begin
                            state = IDLE;
                            timer = 0;
                            window_timer = window;
                        end
                    end
                    break;
                EXPIRED:
                    state = IDLE;
                    timer = 0;
                    window_timer = window;
                    break;
            end
            if (state != IDLE) begin
                counter = timer;
            end
        end
    end

endmodule
