// Two digit BCD counter with seven-segment outputs (active low)
module bcd_counter_7seg (
    input            clk,
    input            rst_n,
    input            en,
    output     [6:0] seg_ones,
    output     [6:0] seg_tens,
    output           carry_out
);

    reg [3:0] ones;
    reg [3:0] tens;

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            ones <= 4'd0;
            tens <= 4'd0;
        end else if (en) begin
            if (ones == 4'd9) begin
                ones <= 4'd0;
                if (tens == 4'd9)
                    tens <= 4'd0;
                else
                    tens <= tens + 4'd1;
            end else begin
                ones <= ones + 4'd1;
            end
        end
    end

    assign carry_out = en && (ones == 4'd9) && (tens == 4'd9);

    seg7_decoder u_ones (.clk(clk), .bcd(ones), .seg(seg_ones));
    seg7_decoder u_tens (.clk(clk), .bcd(tens), .seg(seg_tens));

endmodule

module seg7_decoder (
    input      [3:0] bcd,
    output reg [6:0] seg
);
    // seg = {g,f,e,d,c,b,a}
    always @(*) begin
        case (bcd)
            4'd0: seg = 7'b1000000;
            4'd1: seg = 7'b1111001;
            4'd2: seg = 7'b0100100;
            4'd3: seg = 7'b0110000;
            4'd4: seg = 7'b0011001;
            4'd5: seg = 7'b0010010;
            4'd6: seg = 7'b0000010;
            4'd7: seg = 7'b1111000;
            4'd8: seg = 7'b0000000;
            4'd9: seg = 7'b0010000;
            default: seg = 7'b1111111;
        endcase
    end
endmodule
