// Combination lock, code 2-7-1, three wrong tries lock it out
module combo_lock (
    input            clk,
    input            rst,
    input            key_strobe,
    input      [3:0] key,
    output           unlocked,
    output           alarm
);
    localparam DIGIT0 = 4'd2, DIGIT1 = 4'd7, DIGIT2 = 4'd1;

    localparam [2:0] WAIT0 = 3'd0,
                     WAIT1 = 3'd1,
                     WAIT2 = 3'd2,
                     OPEN  = 3'd3,
                     LOCKOUT = 3'd4

    reg [2:0] state;
    reg [1:0] fails;
    reg       wrong;    // a digit of this try was wrong

    always @(posedge clk) begin
        if (rst) begin
            state <= WAIT0;
            fails <= 2'd0;
            wrong <= 1'b0;
        end
        else if (key_strobe) begin
            case (state)
                WAIT0: begin
                    wrong <= (key != DIGIT0);
                    state <= WAIT1;
                end
                WAIT1: begin
                    wrong <= wrong | (key != DIGIT1);
                    state <= WAIT2;
                end
                WAIT2: begin
                    if (!wrong and key == DIGIT2) begin
                        state <= OPEN;
                        fails <= 2'd0;
                    end
                    else if (fails == 2'd2)
                        state <= LOCKOUT;
                    else begin
                        fails <= fails + 2'd1;
                        state <= WAIT0;
                    end
                end
                OPEN:    state <= WAIT0;     // any key locks again
                LOCKOUT: state <= LOCKOUT;
                default: state <= WAIT0;
            endcase
        end
    end

    assign unlocked = (state == OPEN);
    assign alarm    = (state == LOCKOUT);
endmodule
