// Stopwatch mm:ss style BCD counter with start/stop/clear
module stopwatch (
    input            clk,
    input            rst_n,
    input            start_stop,   // single-cycle pulse
    input            clear,
    input            tick,         // time base
    output     [3:0] sec_ones,
    output     [3:0] sec_tens,
    output     [3:0] min_ones,
    output reg       running
);
    wire run_tick = tick & running;
    wire c0, c1, c2;

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n)
            running <= 1'b0;
        else if (start_stop)
            running <= ~running;
    end

    digit #(.MAX(9)) u_sec_ones (
        .clk(clk), .rst_n(rst_n), .clear(clear & ~running), .en(run_tick), .value(sec_ones), .carry(c0)
    );
    digit #(.MAX(5)) u_sec_tens (
        .clk(clk), .rst_n(rst_n), .clear(clear & ~running), .en(c0), .value(sec_tens), .carry(c1)
    );
    digit #(.MAX(9)) u_min_ones (
        .clk(clk), .rst_n(rst_n), .clear(clear & ~running), .en(c1), .value(min_ones), .carry(c2)
    );
endmodule

module digit #(parameter MAX = 9) (
    input            clk,
    input            rst_n,
    input            clear,
    input            en,
    output reg [3:0] value,
    output           carry
);
    assign carry = en & (value == MAX);

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n)
            value <= 4'd0;
        else if (clear)
            value <= 4'd0;
        else if (en)
            value <= (value == MAX) ? 4'd0 : value + 4'd1;
    end
endmodule
