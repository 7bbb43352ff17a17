// Counts rising, falling or both edges of an asynchronous input
module edge_counter (
    input            clk,
    input            rst_n,
    input            sig_in,
    input      [1:0] mode,       // 1: rising, 2: falling, 3: both
    input            clear,
    output reg [7:0] count,
    output           edge_seen,
    output reg       overflow
);
    reg [2:0] sync;
    wire rising, falling, edge;

    assign rising    = sync[1] & ~sync[2];
    assign falling   = ~sync[1] & sync[2];
    assign edge      = (rising & mode[0]) | (falling & mode[1]);

    assign edge_seen = edge;

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n)
            sync <= 3'b000;
        else
            sync <= {sync[1:0], sig_in};
    end

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            count    <= 8'd0;
            overflow <= 1'b0;
        end else if (clear) begin
            count    <= 8'd0;
            overflow <= 1'b0;
        end else if (edge_seen) begin
            count <= count + 8'd1;
            if (count == 8'hFF)
                overflow <= 1'b1;
        end
    end
endmodule
