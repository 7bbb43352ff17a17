// Round-robin arbiter: grants one request each cycle, the one after the last winner first.
`timescale 1ns/1ps

module arbiter_rr #(
    parameter int N = 4
) (
    input  logic                 clk,
    input  logic                 rst_n,
    input  logic [N-1:0]         request,
    input  logic                 accept,
    output logic [N-1:0]         grant,
    output logic                 any,
    output logic [$clog2(N)-1:0] winner
);

    logic [N-1:0] mask;          // requests after the last winner
    logic [N-1:0] masked;
    logic [N-1:0] first_masked;
    logic [N-1:0] first_plain;

    assign masked       = request & mask;
    assign first_masked = masked & (~masked + 1'b1);
    assign first_plain  = request & (~request + 1'b1);
    assign any          = |request;

    always_comb begin
        grant = '0;
        if (|masked)
            grant = first_masked;
        else
            grant = first_plain;
    end

    always_comb begin
        winner = '0;
        for (int i = 0; i < N; i++) begin
            if (grant[i])
                winner = i[$clog2(N)-1:0];
        end
    end

    always_ff @(posedge clk or negedge rst_n) begin
        if (!rst_n)
            mask <= '1;
        else if (accept && any)
            mask <= ~((grant - 1'b1) | grant);
    end

endmodule
