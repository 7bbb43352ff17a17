module shift_add_mult(
    input             clk,
    input             rst_n,
    input             start,
    input      [7:0]  multiplicand,
    input      [7:0]  multiplier,
    output reg [15:0] product,
    output reg        ready
);

    reg [15:0] mcand_reg;
    reg [7:0]  mplier_reg;
    reg [15:0] acc;
    reg [3:0]  count;

    localparam S_IDLE = 1'b0, S_CALC = 1'b1;
    reg state;

    wire [15:0] partial;
    assign partial = mplier_reg[0] ? (acc + mcand_reg) : acc;

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            state      <= S_IDLE;
            mcand_reg  <= 16'd0;
            mplier_reg <= 8'd0;
            acc        <= 16'd0;
            count      <= 4'd0;
            product    <= 16'd0;
            ready      <= 1'b1;
        end else begin
            case (state)
                S_IDLE: begin
                    if (start) begin
                        mcand_reg  <= {8'd0, multiplicand};
                        mplier_reg <= multiplier;
                        acc        <= 16'd0;
                        count      <= 4'd8;
                        ready      <= 1'b0;
                        state      <= S_CALC;
                    end
                end
                S_CALC: begin
                    acc        <= partial;
                    mcand_reg  <= mcand_reg << 1;
                    mplier_reg <= mplier_reg >> 1;
                    count      <= count - 4'd1;
                    if (count == 4'd1) begin
                        product <= partial;
                        ready   <= 1'b1;
                        state   <= S_IDLE;
                    end
                end
            endcase
        end
    end

endmodule
