// Vending machine: item costs 15 cents, accepts nickels and dimes
module vending_machine (
    input  wire clk,
    input  wire rst,
    input  wire nickel,
    input  wire dime,
    output reg  dispense,
    output reg  change      // returns one nickel
);

    parameter [1:0] IDLE = 2'b00,
                    FIVE = 2'b01,
                    TEN  = 2'b10;

    reg [1:0] state, next_state;

    always @(posedge clk or posedge rst) begin
        if (rst) begin
            state    <= IDLE;
            dispense <= 1'b0;
            change   <= 1'b0;
        end else begin
            state    <= next_state;
            dispense <= dispense_next;
            change   <= change_next;
        end
    end

    always @(*) begin
        next_state    = state;
        dispense_next = 1'b0;
        change_next   = 1'b0;

        case (state)
            IDLE: begin
                if (nickel)
                    next_state = FIVE;
                else if (dime)
                    next_state = TEN;
            end

            FIVE: begin
                if (nickel)
                    next_state = TEN;
                else if (dime) begin
                    next_state    = IDLE;
                    dispense_next = 1'b1;
                end
            end

            TEN: begin
                if (nickel) begin
                    next_state    = IDLE;
                    dispense_next = 1'b1;
                end else if (dime) begin
                    next_state    = IDLE;
                    dispense_next = 1'b1;
                    change_next   = 1'b1;
                end
            end

            default: next_state = IDLE;
        endcase
    end

endmodule
