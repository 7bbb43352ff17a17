// Fractional baud generator using a phase accumulator
module baud_gen(
    input wire clk,
    input wire rst,
    input wire enable,
    input wire [15:0] increment,
    output wire tick_16x,
    output wire tick
);

    reg [16:0] phase_acc;
    reg [3:0] div16;
    reg tick_reg;

    always @(posedge clk) begin
        if (rst) begin
            phase_acc <= 17'd0;
        end else if (enable) begin
            phase_acc <= phase_acc[15:0] + increment;
        end else begin
            phase_acc <= 17'd0;
        end
    end

    assign tick_16x = phase_acc[16];

    process(clk) begin
        if (rst) begin
            div16 <= 4'd0;
            tick_reg <= 1'b0;
        end else begin
            tick_reg <= 1'b0;
            if (tick_16x) begin
                div16 <= div16 + 4'd1;
                if (div16 == 4'd15)
                    tick_reg <= 1'b1;
            end
        end
    end

    assign tick = tick_reg;

endmodule
