module half_precision_adder (
    input wire clk,  // Clock
    input wire rst,  // Reset
    input wire [15:0] num1, // First 16-bit number
    input wire [15:0] num2, // Second 16-bit number
    output reg [15:0] sum     // Sum of the two numbers
);

    // State definition
    typedef enum {IDLE, ADD, DONE} state_t;
    state_t state;

    // Signals for half precision representation
    reg [7:0] frac1, frac2, fracSum;
    reg [1:0] exp1, exp2, expSum;

    // Initial state
    always @(posedge clk or posedge rst)
    begin
        if (rst)
        begin
            state <= IDLE;
            frac1 <= 0;
            frac2 <= 0;
            fracSum <= 0;
            exp1 <= 0;
            exp2 <= 0;
            expSum <= 0;
        end
        else
        begin
            state <= state;
        end
    end

    // Adder state
    always @(posedge clk or posedge rst)
    begin
        if (rst)
        begin
            fracSum <= 0;
            expSum <= 0;
        end
        else
        begin
            case (state)
                IDLE: begin
                    fracSum <= 0;
                    expSum <= 0;
                    if ((num1[15] == 1 && num1[14] == 0) && (num2[15] == 1 && num2[14] == 0)) begin
                        state <= ADD;
                    end
                end
                ADD: begin
                    // Add the two fractions
                    fracSum <= frac1 + frac2;

                    // If the sum of the fractions overflows, set the overflow flag
                    if ((fracSum > 1) && (fracSum < 2)) begin
                        expSum <= 1;
                    end

                    // If the sum of the fractions underflows, set the underflow flag
                    if ((fracSum < 0) && (fracSum > -1)) begin
                        expSum <= 0;
                    }

                    // If the sum of the fractions is within the range of a single precision number, set the state to DONE
                    if ((fracSum >= 0) && (fracSum < 1)) begin
                        state <= DONE;
                    end

                    // If the sum of the fractions is not within the range of a single precision number, set the state back to IDLE
                    if ((fracSum >= 1) || (fracSum < -1)) begin
                        state <= IDLE;
                    end
                end
                DONE: begin
                    sum <= fracSum * 32768; // Convert the sum to a 32-bit integer
                    state <= IDLE;
                end
            endcase
        end
    end

endmodule
