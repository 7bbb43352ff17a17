// Unsigned restoring divider, one quotient bit per clock
module seq_divider #(
    parameter W = 8
) (
    input  wire         clk,
    input  wire         rst,
    input  wire         start,
    input  wire [W-1:0] dividend,
    input  wire [W-1:0] divisor,
    output reg  [W-1:0] quotient,
    output reg  [W-1:0] remainder,
    output wire         busy,
    output wire         done,
    output reg          div_by_zero
);

    reg [W-1:0] q;
    reg [W-1:0] d;
    reg [W:0]   acc;
    reg [$clog2(W):0] bit_cnt;

    wire [W:0] acc_shift = {acc[W-1:0], q[W-1]};
    wire [W:0] acc_sub   = acc_shift - {1'b0, d};
    wire       fits      = ~acc_sub[W];

    always @(posedge clk) begin
        if (rst) begin
            quotient    <= 0;
            remainder   <= 0;
            busy        <= 0;
            done        <= 0;
            div_by_zero <= 0;
            q           <= 0;
            d           <= 0;
            acc         <= 0;
            bit_cnt     <= 0;
        end else begin
            done <= 0;
            if (start && !busy) begin
                if (divisor == 0) begin
                    div_by_zero <= 1;
                    done        <= 1;
                end else begin
                    div_by_zero <= 0;
                    busy        <= 1;
                    q           <= dividend;
                    d           <= divisor;
                    acc         <= 0;
                    bit_cnt     <= W;
                end
            end else if (busy) begin
                acc     <= fits ? acc_sub : acc_shift;
                q       <= {q[W-2:0], fits};
                bit_cnt <= bit_cnt - 1;
                if (bit_cnt == 1) begin
                    busy      <= 0;
                    done      <= 1;
                    quotient  <= {q[W-2:0], fits};
                    remainder <= fits ? acc_sub[W-1:0] : acc_shift[W-1:0];
                end
            end
        end
    end

endmodule
