// VGA sync generator (parameters default to 640x480@60)
module vga_sync #(
    parameter H_ACTIVE = 640,
    parameter H_FP     = 16,
    parameter H_SYNC   = 96,
    parameter H_BP     = 48,
    parameter V_ACTIVE = 480,
    parameter V_FP     = 10,
    parameter V_SYNC   = 2,
    parameter V_BP     = 33
) (
    input  wire       pclk,
    input  wire       rst,
    output reg        hsync,
    output reg        vsync,
    output wire       de,
    output wire [9:0] x,
    output wire [9:0] y,
    output wire       frame_start
);
    localparam H_TOTAL = H_ACTIVE + H_FP + H_SYNC + H_BP;
    localparam V_TOTAL = V_ACTIVE + V_FP + V_SYNC + V_BP;

    reg [9:0] h_cnt;
    reg [9:0] v_cnt;

    always @(posedge pclk) begin
        if (rst) begin
            h_cnt <= 10'd0;
            v_cnt <= 10'd0;
        end else if (h_cnt == H_TOTAL - 1) begin
            h_cnt <= 10'd0;
            if (v_cnt == V_TOTAL - 1)
                v_cnt <= 10'd0;
            else
                v_cnt <= v_cnt + 10'd1;
        end else begin
            h_cnt <= h_cnt + 10'd1;
        end
    end

    // active-low sync pulses
    always @(posedge pclk) begin
        if (rst) begin
            hsync <= 1'b1;
            vsync <= 1'b1;
        end else begin
            hsync <= ~((h_cnt >= H_ACTIVE + H_FP) && (h_cnt < H_ACTIVE + H_FP + H_SYNC));
            vsync <= ~((v_cnt >= V_ACTIVE + V_FP) && (v_cnt < V_ACTIVE + V_FP + V_SYNC));
        end
    end

    assign de = (h_cnt < H_ACTIVE) && (v_cnt < V_ACTIVE);
    assign x  = de ? h_cnt : 10'd0;
    assign y  = de ? v_cnt : 10'd0;
    assign frame_start = (h_cnt == 10'd0) && (v_cnt == 10'd0);

endmodule
