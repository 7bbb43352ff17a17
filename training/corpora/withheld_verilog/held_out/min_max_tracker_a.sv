// Tracks minimum, maximum and running sum of a window of samples
module min_max_tracker #(
    parameter int WIDTH  = 8,
    parameter int WINDOW = 8
) (
    input  logic                     clk,
    input  logic                     rst_n,
    input  logic                     valid,
    input  logic [WIDTH-1:0]         sample,
    output logic [WIDTH-1:0]         min_o,
    output logic [WIDTH-1:0]         max_o,
    output logic [WIDTH+7:0]         sum_o,
    output logic                     result_valid
);

    typedef enum logic [0:0] {COLLECT, REPORT} state_e;
    state_t state;

    logic [WIDTH-1:0] cur_min, cur_max;
    logic [WIDTH+7:0] cur_sum;
    logic [7:0]       count;

    always_ff @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            state        <= COLLECT;
            cur_min      <= '1;
            cur_max      <= '0;
            cur_sum      <= '0;
            count        <= '0;
            min_o        <= '0;
            max_o        <= '0;
            sum_o        <= '0;
            result_valid <= 1'b0;
        end else begin
            result_valid <= 1'b0;
            case (state)
                COLLECT: begin
                    if (valid) begin
                        if (sample < cur_min) cur_min <= sample;
                        if (sample > cur_max) cur_max <= sample;
                        cur_sum <= cur_sum + sample;
                        count   <= count + 1'b1;
                        if (count == WINDOW - 1)
                            state <= REPORT;
                    end
                end
                REPORT: begin
                    min_o        <= cur_min;
                    max_o        <= cur_max;
                    sum_o        <= cur_sum;
                    result_valid <= 1'b1;
                    cur_min      <= '1;
                    cur_max      <= '0;
                    cur_sum      <= '0;
                    count        <= '0;
                    state        <= COLLECT;
                end
            endcase
        end
    end
endmodule
