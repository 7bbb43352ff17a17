// Four digit multiplexed seven-segment driver with hex decode
module seg7_mux #(
    parameter REFRESH = 4
) (
    input  wire        clk,
    input  wire        reset,
    input  wire [15:0] value,
    input  wire [3:0]  dp_in,
    output reg  [3:0]  an,      // active low
    output reg  [6:0]  seg,     // active high, gfedcba
    output wire        dp
);
    reg [7:0] refresh_cnt;
    reg [1:0] digit_sel;
    reg [3:0] nibble;

    always @(posedge clk or posedge reset) begin
        if (reset) begin
            refresh_cnt <= 8'd0;
            digit_sel   <= 2'd0;
        end else if (refresh_cnt == REFRESH - 1) begin
            refresh_cnt <= 8'd0;
            digit_sel   <= digit_sel + 2'd1;
        end else begin
            refresh_cnt <= refresh_cnt + 8'd1;
        end
    end

    always @(*) begin
        an = 4'b1111;
        an[digit_sel] = 1'b0;
        case (digit_sel)
            2'd0: nibble = value[3:0];
            2'd1: nibble = value[7:4];
            2'd2: nibble = value[11:8];
            2'd3: nibble = value[15:12];
        endcase
    end

    always @(*) begin
        case (nibble)
            4'h0: seg = 7'h3F;
            4'h1: seg = 7'h06;
            4'h2: seg = 7'h5B;
            4'h3: seg = 7'h4F;
            4'h4: seg = 7'h66;
            4'h5: seg = 7'h6D;
            4'h6: seg = 7'h7D;
            4'h7: seg = 7'h07;
            4'h8: seg = 7'h7F;
            4'h9: seg = 7'h6F;
            4'hA: seg = 7'h77;
            4'hB: seg = 7'h7C;
            4'hC: seg = 7'h39;
            4'hD: seg = 7'h5E;
            4'hE: seg = 7'h79;
            4'hF: seg = 7'h71;
        endcase
    end

    assign dp = dp_in[digit_sel];
endmodule
