// Johnson / ring counter, selectable
module johnson_ring #(parameter N = 6) (
    input              clk,
    input              rst,
    input              mode,      // 0: ring, 1: johnson
    input              en,
    output reg [N-1:0] q,
    output             tick
);
    reg mode_q;
    wire restart;

    assign restart = (mode != mode_q);
    assign tick    = en & q[N-1];

    always @(posedge clk) begin
        if (rst) begin
            mode_q <= 1'b0;
            q      <= {{(N-1){1'b0}}, 1'b1};
        end else begin
            mode_q <= mode;
            if (restart)
                q <= mode ? {N{1'b0}} : {{(N-1){1'b0}}, 1'b1};
            else if (en) begin
                if (mode)
                    q <= {q[N-2:0], ~q[N-1]};
                else
                    q <= {q[N-2:0], q[N-1]};
            end
        end
    end
endmodule
